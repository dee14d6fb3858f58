"""Makes tests/goldens/opus_spa.json: the OPUS and OMNIC files of
tests/goldens/instruments (by opus_spa.ts) as others read them. Points and what the
headers say come from brukeropus and SpectroChemPy; brukeropusreader and irspec must
find the same numbers. What is made of them (reflectance over nm) is NumPy's.

    python tests/reference/opus_spa.py
    python tests/reference/opus_spa.py FOLDER OUT.json     (other files)
"""

import json
import pathlib
import sys
import tempfile
import warnings

import brukeropusreader
import numpy as np
from brukeropus import read_opus
from irspec.spa_tool import read_spa

warnings.simplefilter("ignore")
import spectrochempy as scp  # noqa: E402

TESTS = pathlib.Path(__file__).resolve().parents[1]
FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TESTS / "goldens" / "instruments"
OUT = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else TESTS / "goldens" / "opus_spa.json"

ABSORBANCE = (lambda y: 10.0**-y, "10^-A of absorbance A")
REFLECTANCE = (lambda y: y, "reflectance")
PERCENT = (lambda y: y / 100, "% reflectance / 100")
LOG = (lambda y: 10.0**-y, "10^-A of A = log(1/R)")
MUNK = (lambda k: 1 + k - np.sqrt(k**2 + 2 * k), "1 + k - sqrt(k^2 + 2k) of Kubelka-Munk k")
# OPUS's results in the order in which one is taken.
OPUS = {"a": ABSORBANCE, "r": REFLECTANCE, "km": MUNK, "t": (lambda y: y, "sample / reference, which OPUS has as transmittance")}
OMNIC = {
    ("absorbance", "a.u."): ABSORBANCE, ("reflectance", "%"): PERCENT, ("reflectance", "None"): REFLECTANCE,
    ("log(1/R)", "None"): LOG, ("Kubelka-Munk", "K.M."): MUNK,
}
TO_NM = {"WN": lambda x: 1e7 / x, "MI": lambda x: x * 1000, "cm⁻¹": lambda x: 1e7 / x, "nm": lambda x: x, "µm": lambda x: x * 1000}


def spectrum(x, y, unit, made, **metadata):
    nm, r = TO_NM[unit](np.asarray(x, float)), made[0](np.asarray(y, float))
    order = np.argsort(nm)
    return {"wavelengths": nm[order].tolist(), "reflectance": r[order].tolist(), "quantity": made[1], **metadata}


def opus(path):
    read = read_opus(str(path))
    key = next(key for key in OPUS if key in read.data_keys)
    data = getattr(read, key)
    # It pairs and sorts blocks; the last stored is what OPUS shows.
    params = read.params._params
    twice = sum(name.split("_")[0] == key for name in read.data_keys) > 1
    made = (OPUS[key][0], OPUS[key][1] + (", as processed in OPUS" if twice else ""))
    other = brukeropusreader.read_file(str(path))
    status = other["AB Data Parameter"]
    if len([k for k in OPUS if k in read.data_keys]) == 1:
        # It knows neither factors nor padding, and takes every result for the last.
        raw = other["AB"][: status["NPT"]] * status["CSF"]
        np.testing.assert_allclose(raw, data.y, rtol=1e-12)
        np.testing.assert_allclose([status["FXV"], status["LXV"]], data.x[[0, -1]], rtol=1e-15)
        for block in ("Sample", "Acquisition", "Instrument"):
            for name, value in other.get(block, {}).items():
                assert params[name.lower()] == value, name
    when = data.params.datetime
    day, time = data.params.dat, data.params._params.get("tim", "").split(" (")[0]
    if when is not None:
        date = when.isoformat(timespec="milliseconds" if when.microsecond else "seconds")
    else:  # it gives up without a time, or without parts of a second
        date = "-".join(day.split("/")[:: 1 if day[4] == "/" else -1]) + (f"T{time}" if time else "")
    form, resolution = params.get("sfm"), params.get("res")
    texts = [params.get("snm"), form and f"sample form: {form}", resolution and f"resolution: {resolution:g} 1/cm"]
    return [spectrum(
        data.x, data.y, data.params.dxu, made, format="OPUS", instrument=params.get("ins"), serial=params.get("srn"),
        scans=params.get("nss", params.get("ass")), date=date, description="; ".join(filter(None, texts)) or None,
    )]


def linspace(raw):
    """Abscissae of a file's first spectrum."""
    keys = np.frombuffer(raw, np.dtype([("key", "u1"), ("", "u1"), ("at", "<u4"), ("size", "<u4"), ("rest", "S6")]), int.from_bytes(raw[294:296], "little"), 304)
    at = int(keys["at"][keys["key"] == 2][0])
    return np.linspace(*np.frombuffer(raw, "<f4", 2, at + 16).astype(float), int.from_bytes(raw[at + 4 : at + 8], "little"))


def omnic(path):
    with tempfile.TemporaryDirectory() as folder:
        # It writes beside what it reads.
        copy = pathlib.Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        read = scp.read_omnic(copy, sortbydate=False)
        # SpectroChemPy rounds abscissae, and irspec has one place alone for the
        # header: it is found here for groups.
        x = linspace(path.read_bytes()) if path.suffix == ".spg" else read_spa(str(copy))[0]
        np.testing.assert_allclose(x[[0, -1]], read.x.data[[0, -1]], rtol=1e-6)
        if path.suffix == ".spa":
            np.testing.assert_allclose(x, linspace(path.read_bytes()), rtol=1e-12)
            np.testing.assert_allclose(read.data[0], read_spa(str(copy))[1], rtol=1e-12)
    group = len(read.data) > 1
    comments = read.description.partition("# Comments from Omnic:\n")[2].replace("-" * 21, "")
    history = "\n".join(read.history).partition("-" * 36 + "\n")[2]
    said = [] if group else [read.description.split("\n")[0].removeprefix("# Omnic name: "), *comments.split("\n"), *history.split("\n")]
    lines = [" ".join(line.split()) for line in said if line.strip()]
    serial = [line.split(":")[1] for line in lines if line.startswith("Bench Serial Number:")]
    found = []
    for i, y in enumerate(read.data):
        date = str(read.y.labels[0][i] if group else read.acquisition_date).replace(" ", "T").replace("+00:00", "Z")
        # Of a group it tells neither scans nor histories.
        more = {"title": str(read.y.labels[1][i])} if group else {
            "description": "; ".join(lines), "serial": serial[0] if serial else None,
            "scans": int(read.meta.sample_scans) or None if "sample_scans" in read.meta else None,
        }
        found.append(spectrum(
            x, y, str(read.x.units), OMNIC[read.title, str(read.units)], format="OMNIC", instrument=None,
            date=date if date > "1985" and date != "None" else None, **more,
        ))
    return found


golden = {}
for path in sorted(FOLDER.iterdir()):
    if path.read_bytes()[:4] == b"\n\n\xfe\xfe":
        golden[path.name] = opus(path)
    elif path.read_bytes()[:18] == b"Spectral Data File":
        golden[path.name] = omnic(path)
OUT.write_text(json.dumps(golden, indent=1) + "\n")
print(len(golden), "files")
