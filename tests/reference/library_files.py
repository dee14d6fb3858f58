"""Makes tests/goldens/libraries/ and tests/goldens/library_files.json: spectral libraries of ENVI, ECOSTRESS, ASTER
and USGS, from formulas, and what SPy (`spectral`) reads in them. What it has no reader for (splib06) NumPy reads.
Order of bands, units, scale and missing values are worked out here with NumPy, from what the peers read.

    python tests/reference/library_files.py
    python tests/reference/library_files.py FOLDER OUT.json    (other files: *.hdr, *.spectrum.txt, splib07*.txt)
"""

import json
import pathlib
import re
import sys
import warnings

import numpy as np
import spectral
from spectral.database.aster import read_aster_file
from spectral.database.ecostress import read_ecostress_file
from spectral.database.usgs import SampleData, SpectrometerData
from spectral.io import envi

UNITS = {"nanometers": 1.0, "nm": 1.0, "micrometers": 1000.0, "wavenumber": None}
KINDS = {"AREF": "absolute reflectance", "RREF": "relative reflectance", "RTGC": "reflectance of the ground, by radiative transfer"}
TYPES = {1: "u1", 2: "i2", 3: "i4", 4: "f4", 5: "f8", 12: "u2", 13: "u4", 14: "i8", 15: "u8"}


def soil(nm, clay=0.1):
    nm = np.asarray(nm, float)
    return 0.1 + 0.35 * (1 - np.exp(-nm / 900)) - clay * np.exp(-(((nm - 1900) / 60) ** 2))


def header(folder, name, lines):
    (folder / name).write_text("ENVI\n" + "\n".join(lines) + "\n", "utf-8")


def listed(values):
    rows = [", ".join(str(v) for v in values[i : i + 5]) for i in range(0, len(values), 5)]
    return "{\n " + ",\n ".join(rows) + "}"


def envi_files(folder):
    um = np.round(np.linspace(0.35, 2.5, 44), 4)
    # As SPy writes them.
    library = envi.SpectralLibrary(
        np.array([soil(um * 1000, c) for c in (0.02, 0.1, 0.2)], "f4"),
        {"wavelength": list(um), "spectra names": ["Alfisol 87P3665", "Entisol, fine"[:7], "Mollisol (85P4663)"], "wavelength units": "Micrometers"},
    )
    library.save(str(folder / "envi_spy"), "Soils from a formula")
    # As programs in the field do: big-endian integers behind a header, bad bands, a value for nothing at both ends.
    nm = np.arange(400, 2400, 50)
    values = np.rint(10000 * np.array([soil(nm, c) for c in (0.05, 0.15)])).astype(">i2")
    values[:, :2] = values[:, -1:] = -32000
    (folder / "envi_ignore.sli").write_bytes(b"offset: 32 bytes of other things" + values.tobytes())
    header(folder, "envi_ignore.sli.hdr", [
        "; written by hand", "description = {", "  Field campaign, plot 7", "  after rain}", f"samples = {len(nm)}", "lines   = 2", "bands   = 1",
        "header offset = 32", "file type = ENVI Spectral Library", "data type = 2", "interleave = bsq", "sensor type = FieldSpec 4", "byte order = 1",
        "acquisition time = 2019-05-21T14:03:55Z", "reflectance scale factor = 10000.0", "data ignore value = -32000", "wavelength units = Nanometers",
        "spectra names = {", " plot 7,", " plot 7}", "bbl = {" + ", ".join("0" if 1350 < v < 1450 or v == 1900 else "1" for v in nm) + "}",
        "wavelength = " + listed(nm)])
    # Falling wavenumbers, and absorbance by the title of the axis.
    per_cm = np.arange(10000, 4000, -150)
    (folder / "ENVI_WAVENUMBERS.SLI").write_bytes(-np.log10([soil(1e7 / per_cm)]).astype("<f8"))
    header(folder, "envi_wavenumbers.hdr", [
        f"samples = {len(per_cm)}", "lines = 1", "bands = 1", "file type = ENVI Spectral Library", "data type = 5", "interleave = bip", "byte order = 0",
        "z plot titles = {Wavenumber, Absorbance}", "wavelength units = Wavenumber", "spectra names = {}", "wavelength = " + listed(per_cm)])
    # Detectors that overlap, as AVIRIS has them.
    nm = np.concatenate([np.arange(400, 680, 10), np.arange(662, 1270, 10), np.arange(1255, 2000, 10)])
    (folder / "envi_overlap.sli").write_bytes(np.array([soil(nm)], "<f4"))
    header(folder, "envi_overlap.hdr", [
        f"samples = {len(nm)}", "lines = 1", "bands = 1", "file type = ENVI Spectral Library", "data type = 4", "interleave = bsq", "byte order = 0",
        "wavelength units = Nanometers", "spectra names = { overlap }", "wavelength = " + listed(nm)])
    for code, kind in TYPES.items():
        order = "<>"[code % 2]
        scale = {1: 200, 4: 1, 5: 1}.get(code, 10000)
        values = np.array([soil([500, 1000, 1500, 2000], c) for c in (0.05, 0.15)]) * scale
        (folder / f"envi_type{code}.sli").write_bytes((values if kind[0] == "f" else np.rint(values)).astype(order + kind).tobytes())
        header(folder, f"envi_type{code}.hdr", [
            "samples = 4", "lines = 2", "bands = 1", "file type = ENVI Spectral Library", f"data type = {code}", "interleave = bsq",
            f"byte order = {code % 2}", f"reflectance scale factor = {scale}", "wavelength units = Nanometers",
            "spectra names = {a,b}", "wavelength = {500, 1000, 1500, 2000}"])


ECOSTRESS = """Name: Brown silty loam
Type: Soil
Class: Alfisol
Subclass: Haplustalf
Particle Size: None
Sample No.: 87P{number}
Owner: Dept. of Earth and Planetary Science
Wavelength Range: {range}
Origin: Formula; no such place.
{more}Measurement: Directional (10 Degree) Hemispherical Reflectance
First Column: X
Second Column: Y
X Units: Wavelength (micrometers)
Y Units:{unit}
First X Value: {first}
Last X Value: {last}
Number of X Values: {count}
Additional Information: none
"""


def ecostress_files(folder):
    um = np.concatenate([np.arange(0.4, 0.8, 0.01), np.arange(0.8, 2.5, 0.05), np.arange(2.5, 14, 0.5)])
    percent = 100 * soil(1000 * um)
    more = "Collection Date: 2004-06-03\nDescription:  Silty loam: dried, sieved.  Original ASTER name was jhu.becknic.soil.\n"
    text = ECOSTRESS.format(number=3665, range="All", more=more, unit=" Reflectance (percent)", first="0.4000", last=f"{um[-1]:.4f}", count=len(um))
    (folder / "soil.alfisol.87p3665.jhu.becknic.spectrum.txt").write_text(text + "\n" + "".join(f" {x:.4f}\t{y:7.4f}\n" for x, y in zip(um, percent)), "utf-8")
    # ASTER: 26 lines, falling, with a header that is partly empty, misspelt and in Windows' code page; DOS.
    more = "    continued\nDescription: Sol\u00e9, line 1 of 6.\nLine 2.\nLine 3: a colon.\nLine 4.\nLine 5.\nLine 6.\n"
    text = ECOSTRESS.format(number=707, range="TIR", more=more, unit=" Reflectence (percent)", first="", last="", count="")
    rows = "".join(f"{x:.4f} {y:.4f}\n" for x, y in zip(um[::-1], percent[::-1]))
    (folder / "jhu.becknic.soil.707.spectrum.txt").write_bytes((text + "\n" + rows).replace("\n", "\r\n").encode("cp1252"))


def usgs_files(folder):
    um = np.arange(0.35, 2.5001, 0.05).astype("f4")
    chapter = folder / "ChapterS_SoilsAndMixtures"
    chapter.mkdir(exist_ok=True)

    def write(path, title, values):
        # With three digits in the exponent, as the library has them.
        rows = [re.sub(r"e([+-])(\d\d)$", r"e\g<1>0\2", f" {v:.7e}") for v in values]
        path.write_text("\n".join([f" {title}", *rows, ""]), "ascii")

    write(folder / "splib07a_Wavelengths_ASD_0.35-2.5_microns_44_ch.txt", f"splib07a Record=23: Wavelengths ASD 0.35-2.5 microns {len(um)} ch", um)
    write(folder / "splib07a_Wavelengths_BECK_Beckman_0.2-3.0_microns.txt", "splib07a Record=15: Wavelengths BECK Beckman 0.2-3.0 microns", um[:9])
    write(folder / "splib07a_Bandpass_(FWHM)_ASDFR_StandardResolution.txt", "splib07a Record=24: Bandpass (FWHM) ASDFR StandardResolution", um / 100)
    values = soil(1000 * um).astype("f4")
    values[:3] = values[-1] = -1.23e34
    write(chapter / "splib07a_Stonewall_Playa_Soil_ASDFRb_AREF.txt", "splib07a Record=17500: Stonewall Playa Soil 2-7  ASDFRb AREF", values)
    write(folder / "splib07a_Beckman_Soil_BECKa_RREF.txt", "splib07a Record=17600: Beckman Soil BECKa RREF", soil(1000 * um[:9]))
    text = """                      USGS Digital Spectral Library splib06a
                      Clark and others 2007, USGS, Data Series 231.

For further information on spectrsocopy, see: http://speclab.cr.usgs.gov

  ASCII Spectral Data file contents:
  line 15 title
  line 16 history
  line 17 to end:  3-columns of data:
     wavelength    reflectance    standard deviation

(standard deviation of 0.000000 means not measured)
(      -1.23e34  indicates a deleted number)
----------------------------------------------------
Soil_Loam GDS91 (dry)     W1R1Ba AREF
copy of splib05a r 11208
"""
    rows = [f"{x:15.6f}{'-1.23e34' if i < 2 else format(y, '.6f'):>15}{0.001 * y:15.6f}\n" for i, (x, y) in enumerate(zip(um, soil(1000 * um)))]
    (folder / "soil_loam.11208.asc").write_text(text + "".join(rows), "ascii")


def joined(nm):
    """Which bands stay where detectors overlap, in the order of their wavelengths; where detectors meet."""
    if nm[0] > nm[-1]:
        at, cuts = joined(nm[::-1])
        return len(nm) - 1 - at, cuts
    edges = [0, *(np.flatnonzero(np.diff(nm) < 0) + 1), len(nm)]
    runs = [np.arange(a, b) for a, b in zip(edges, edges[1:])]
    cuts = []
    for order, (left, right) in enumerate(zip(runs, runs[1:]), 1):
        cuts.append(round((nm[right[0]] * 2 * order + nm[left[-1]]) / (2 * order + 1), 1))
    bounds = [-np.inf, *cuts, np.inf]
    return np.concatenate([r[(nm[r] >= a) & (nm[r] < b)] for r, a, b in zip(runs, bounds, bounds[1:])]), cuts


def spectrum(nm, values, missing=(), **rest):
    """One spectrum as it should be read: in order, without bands at the ends that hold nothing."""
    at, splices = joined(nm)
    nm, values = nm[at], values[at]
    held = np.flatnonzero(~(np.isin(values, missing) | (values < -1e30)))
    keep = slice(held[0], held[-1] + 1)
    left = len(nm) - (held[-1] + 1 - held[0])
    if left and "quantity" in rest.get("metadata", {}):
        rest["metadata"]["quantity"] += f", {left} bands without a value left out"
    return {"wavelengths": nm[keep].tolist(), "reflectance": values[keep].tolist(), "splices": splices, **rest}


def read_envi(path):
    data = next(p for p in sorted(path.parent.iterdir()) if p != path and p.name.lower() in (path.stem.lower(), f"{path.stem.lower()}.sli"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        head = envi.read_envi_header(str(path))
        # SPy leaves out what stands before the numbers.
        if int(head.get("header offset", 0)):
            values = np.frombuffer(data.read_bytes()[int(head["header offset"]) :], envi.gen_params(head).dtype).reshape(int(head["lines"]), -1)
            names, centers = head["spectra names"], np.array(head["wavelength"], float)
        else:
            if head.get("spectra names") == [""]:
                head = {k: v for k, v in head.items() if k != "spectra names"}
            library = envi.SpectralLibrary(np.fromfile(data, envi.gen_params(head).dtype).reshape(int(head["lines"]), -1), head)
            values, names, centers = library.spectra, library.names, np.array(library.bands.centers)
    factor = UNITS[head["wavelength units"].lower()]
    nm = 1e7 / centers if factor is None else centers * factor
    missing = [float(head["data ignore value"])] if "data ignore value" in head else [-9999.0]
    scale = float(head.get("reflectance scale factor", 1))
    out = []
    for row, name in zip(values.astype(float), names):
        found = spectrum(nm, row, missing, name=name if "spectra names" in head else None)
        y = np.array(found["reflectance"]) / scale
        found["reflectance"] = (10**-y if "Absorbance" in head.get("z plot titles", []) else y).tolist()
        named = name if "spectra names" in head else None
        parts = [named, " ".join(head.get("description", "").split())]
        bad = [i + 1 for i, flag in enumerate(head.get("bbl", [])) if not int(flag)]
        found["metadata"] = {
            "format": "ENVI Spectral Library", "instrument": head.get("sensor type"), "date": head.get("acquisition time", "").rstrip("Z") or None,
            "description": "; ".join(part for part in parts if part) or None,
            **({"warnings": [f"{len(bad)} of {len(row)} bands bad (bbl): bands {', '.join(map(str, bad))}"]} if bad else {})}
        out.append(found)
    return out


def read_ecostress(path):
    # It knows where the table begins by the empty line above it.
    s = read_ecostress_file(str(path))
    return [spectrum(np.array(s.x) * 1000, np.array(s.y) / 100, metadata=ecostress_metadata({**s.sample, **s.measurement}))]


def ecostress_metadata(says):
    keys = ("type", "class", "subclass", "particle size", "sample no.", "owner", "origin", "measurement", "description")
    known = {key: " ".join(says[key].split()) for key in keys if says.get(key, "None") != "None"}
    parts = [says["name"], *(f"{key.rstrip('.')}: {value}" for key, value in known.items())]
    return {"format": "ECOSTRESS library", "description": "; ".join(parts), "date": says.get("collection date"), "quantity": "% reflectance / 100"}


def read_usgs(path):
    sample = SampleData.read_from_file(str(path))
    waves = [p for folder in (path.parent, path.parent.parent) for p in sorted(folder.glob(f"{sample.libname}_Wavelengths_{sample.spectrometer[:3]}*"))][0]
    read = SpectrometerData.read_from_file(str(waves))
    factor = {"micrometer": 1000.0, "nanometer": 1.0}[read.unit]
    return [spectrum(np.array(read.values) * factor, np.array(sample.values), metadata={
        "format": f"USGS {sample.libname}", "quantity": KINDS[sample.measurement_type],
        "description": f"{' '.join(sample.description.split()[:-2])}; {sample.spectrometer}{sample.purity}"})]


def read_older(path):
    wide = np.loadtxt(path, skiprows=16)
    title = path.read_text("ascii").splitlines()[14].split()
    return [spectrum(wide[:, 0] * 1000, wide[:, 1], metadata={
        "format": "USGS splib06a", "quantity": KINDS[title[-1]], "description": f"{' '.join(title[:-2])}; {title[-2]}"})]


def aster_by_hand(path):
    """SPy's reader of ASTER wants its header in this order, without empty lines, and cuts values at colons."""
    text = path.read_bytes().decode("cp1252")
    header, table = text.split("Additional Information")
    pairs = np.array([line.split() for line in table.splitlines()[1:] if line.strip()], float)
    says = {}
    for line in header.splitlines():
        key, colon, value = line.partition(":")
        if colon and not line.startswith("Line"):
            says[key.lower()] = value.strip()
        else:
            last = list(says)[-1]
            says[last] += " " + line.strip()
    peer = read_aster_file(str(path))
    np.testing.assert_allclose(sorted(peer.x), sorted(pairs[:, 0]), rtol=0)
    assert peer.sample["name"] == says["name"].lower(), peer.sample
    return [spectrum(pairs[:, 0] * 1000, pairs[:, 1] / 100, metadata=ecostress_metadata(says))]


def read_all(folder):
    golden = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".hdr":
            golden[name] = read_envi(path)
        elif path.name.startswith("jhu."):
            golden[name] = aster_by_hand(path)
        elif name.endswith("spectrum.txt"):
            golden[name] = read_ecostress(path)
        elif re.search(r"_[A-Z]{4}\.txt$", name):
            golden[name] = read_usgs(path)
        elif path.suffix == ".asc":
            golden[name] = read_older(path)
    return golden


if __name__ == "__main__":
    here = pathlib.Path(__file__).parents[1] / "goldens"
    spectral.settings.envi_support_nonlowercase_params = False
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "libraries"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here / "library_files.json"
    if len(sys.argv) == 1:
        folder.mkdir(exist_ok=True)
        envi_files(folder)
        ecostress_files(folder)
        usgs_files(folder)
    out.write_text(json.dumps(read_all(folder), indent=1, ensure_ascii=False) + "\n", "utf-8")
