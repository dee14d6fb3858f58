"""Makes the JCAMP-DX and SPC files of tests/goldens/instruments/ and, in
tests/goldens/chemometric_files.json, the reflectance over wavelengths that they
hold: by NumPy, from the numbers that were written, after other readers have
found the same numbers in the files.

    python tests/reference/chemometric_files.py

Other readers are `jcamp` and `nmrglue` for JCAMP-DX, `spc-io` and `spc-spectra` for
SPC.
Where one cannot read a variant it says so on stdout; `NO_PEER` lists the files
that none of them can, with the reason.
"""

import contextlib
import io
import json
import pathlib
import re
import tempfile

import jcamp
import nmrglue
import numpy as np
import spc_io.low_level
import spc_spectra
from chemometric_jcamp import block, even, lines_of
from chemometric_spc import (
    FLOAT, TALABS, TMULTI, TORDRD, TSPREC, TXVALS, XNMETR, XUMETR, XWAVEN, YABSRB, YKMONK, YLOGDR,
    YPERCNT, YREFLEC, new_file, old_file, own_abscissae, packed_date,
)

GOLDENS = pathlib.Path(__file__).parents[1] / "goldens"
FOLDER = GOLDENS / "instruments"

NO_PEER = {
    "spc_big_endian.spc": "neither reads the other order of bytes",
    "spc_old_short.spc": "spc-spectra takes old ordinates to have 32 bits",
}

NM = np.arange(350.0, 2451.0, 35.0)
PER_CM = np.arange(10000.0, 3999.0, -100.0)


def soil(nm, water=0.1):
    """Something like a soil: a rise, three dips, a flat end."""
    rise = 0.08 + 0.35 * (1 - np.exp(-(nm - 300) / 500))
    for centre, width, depth in ((1400, 40, water), (1900, 50, 1.5 * water), (2200, 30, 0.5 * water)):
        rise = rise * (1 - depth * np.exp(-(((nm - centre) / width) ** 2)))
    return np.where((nm > 700) & (nm < 950), 0.25, rise)


TO_REFLECTANCE = {
    "reflectance": lambda y: y,
    "% reflectance / 100": lambda y: y / 100,
    "10^-A of absorbance A": lambda y: 10.0**-y,
    "10^-A of A = log(1/R)": lambda y: 10.0**-y,
    "1 + k - sqrt(k^2 + 2k) of Kubelka-Munk k": lambda k: 1 + k - np.sqrt(k**2 + 2 * k),
}
TO_NM = {"nm": lambda x: x, "um": lambda x: x * 1000, "1/cm": lambda x: 1e7 / x}


def kubelka_munk(r):
    return (1 - r) ** 2 / (2 * r)


made, expected = {}, {}


def add(name, content, spectra, unit, quantity, **metadata):
    """Keeps a file and what is in it: spectra as pairs of x and y."""
    made[name] = (content if isinstance(content, bytes) else content.encode("utf-8"), spectra)
    expected[name] = []
    for x, y in spectra:
        nm, r = TO_NM[unit](np.asarray(x, float)), TO_REFLECTANCE[quantity](np.asarray(y, float))
        order = np.argsort(nm)
        expected[name].append({"wavelengths": nm[order].tolist(), "reflectance": r[order].tolist(), "quantity": quantity, **metadata})


def whole(y, factor):
    return np.rint(y / factor).astype(int)


def jcamp_files():
    more = [
        ("ORIGIN", "Institute of Soil"), ("OWNER", "public domain"), ("LONG DATE", "2019/05/21 14:03:55.00 +0100"),
        ("SPECTROMETER/DATA SYSTEM", "FieldSpec 4 $$ with the contact probe"), (".AVERAGES", "40"),
        ("SAMPLE DESCRIPTION", "sieved,\n  dried"),
    ]
    says = {
        "format": "JCAMP-DX 4.24", "instrument": "FieldSpec 4", "scans": 40, "date": "2019-05-21T14:03:55.00",
        "description": "Soil; sample description: sieved, dried; origin: Institute of Soil; owner: public domain",
    }
    for form in ("FIX", "PAC", "SQZ", "SQZDUP", "DIF", "DIFDUP"):
        y = whole(soil(NM), 2.0**-16)
        text = even("Soil", NM, y, 2.0**-16, form, ("NANOMETERS", "REFLECTANCE"), more)
        add(f"jcamp_{form.lower()}.jdx", text, [(NM, y * 2.0**-16)], "nm", "reflectance", **says)
    # Absorbance over falling wavenumbers, with negative ordinates.
    a = whole(-np.log10(soil(1e7 / PER_CM)) - 0.5, 1e-5)
    text = even("Sol\u00e9", PER_CM, a, 1e-5, "DIFDUP", ("1/CM", "ABSORBANCE"), [("DATE", "98/10/01"), ("TIME", "10:40")])
    add("jcamp_wavenumbers.dx", "$$ exported\n\n" + text.replace("\n", "\r\n"), [(PER_CM, a * 1e-5)], "1/cm", "10^-A of absorbance A", format="JCAMP-DX 4.24", date=None, description="Sol\u00e9; date: 98/10/01 10:40")
    # Powers of ten and commas in (X++(Y..Y)).
    um, r = NM / 1000, np.round(soil(NM), 6)
    rows = [f"{um[i]:.3f}, " + ", ".join(f"{v:.6E}" if k % 2 else f"{v:.6f}" for k, v in enumerate(r[i : i + 5])) for i in range(0, len(r), 5)]
    records = [("TITLE", "Soil"), ("JCAMP-DX", "5.01"), ("DATATYPE", "NEAR INFRARED SPECTRUM"), ("DATE", "21 May 2019"), ("XUNITS", "\u00b5m"), ("YUNITS", "Reflectance"), ("FIRSTX", um[0]), ("LASTX", um[-1]), ("NPOINTS", len(um))]
    add("jcamp_affn.jdx", block(records, "XYDATA=(X++(Y..Y))", rows), [(um, r)], "um", "reflectance", format="JCAMP-DX 5.01", date="2019-05-21")
    # Uneven pairs.
    x = np.round(NM + 10 * np.sin(NM), 2)
    percent = np.round(100 * soil(x), 4)
    records = [("TITLE", "Soil"), ("JCAMP-DX", "4.24"), ("DATA TYPE", "UV/VIS SPECTRUM"), ("XUNITS", "Wavelength (nm)"), ("YUNITS", "% Reflectance"), ("XFACTOR", "0.01"), ("YFACTOR", "0.0001"), ("FIRSTX", x[0]), ("LASTX", x[-1]), ("FIRSTY", percent[0]), ("NPOINTS", len(x))]
    pairs = [f"{100 * v:.0f},{10000 * w:.0f}" for v, w in zip(x, percent)]
    add("jcamp_xypoints.jdx", block(records, "XYPOINTS=(XY..XY)", ["; ".join(pairs[i : i + 3]) for i in range(0, len(pairs), 3)]), [(x, percent)], "nm", "% reflectance / 100")
    k = np.round(kubelka_munk(soil(NM)), 6)
    records = [("TITLE", "Soil"), ("JCAMP-DX", "4.24"), ("DATA TYPE", "INFRARED PEAK TABLE"), ("XUNITS", "nm"), ("YUNITS", "KUBELKA-MUNK"), ("NPOINTS", len(NM))]
    add("jcamp_peaks.jdx", block(records, "PEAK TABLE=(XY..XY)", [f"{v:g} {w:.6f}" for v, w in zip(NM, k)]), [(NM, k)], "nm", "1 + k - sqrt(k^2 + 2k) of Kubelka-Munk k")
    # Linked blocks.
    parts, spectra = [], []
    for i, form in enumerate(("PAC", "DIFDUP", "SQZ")):
        y = whole(np.log10(1 / soil(NM, 0.05 + 0.1 * i)), 1e-6)
        parts.append(even(f"Soil {i + 1}", NM, y, 1e-6, form, ("NANOMETERS", "LOG(1/R)")))
        spectra.append((NM, y * 1e-6))
    head = "##TITLE=Three soils\n##JCAMP-DX=4.24\n##DATA TYPE=LINK\n##BLOCKS=3\n"
    add("jcamp_link.jdx", head + "".join(parts) + "##END=\n", spectra, "nm", "10^-A of A = log(1/R)")
    # Written by the library; it has the title in the second line.
    a = np.round(-np.log10(soil(NM)), 4)
    with contextlib.redirect_stdout(io.StringIO()):
        text = jcamp.write({"title": "Soil", "data type": "INFRARED SPECTRUM", "xunits": "NANOMETERS", "yunits": "ABSORBANCE", "x": NM, "y": a})
    version, title, rest = text.split("\n", 2)
    add("jcamp_written.jdx", "\n".join((title, version, rest)), [(NM, a)], "nm", "10^-A of absorbance A", format="JCAMP-DX 5.01")


def spc_files():
    r, date = soil(NM), packed_date(2019, 5, 21, 14, 3)
    says = {"format": "SPC 4B", "date": "2019-05-21T14:03:00", "instrument": "FieldSpec", "scans": 40, "description": "dried; resolution: 8 nm"}
    more = {"date": date, "source": b"FieldSpec", "memo": b"dried\0left over", "resolution": b"8 nm"}
    for name, exponent, bits in (("long", 1, 32), ("short", 0, 16), ("float", FLOAT, 32)):
        content, held = new_file([r], NM, [exponent], bits=bits, flags=TSPREC if bits == 16 else 0, **more)
        add(f"spc_{name}.spc", content, [(NM, held[0])], "nm", "reflectance", **says)
    # The label counts, not the code.
    labels = {"types": (XNMETR, YPERCNT), "labels": b"Wavelength\0Reflectance (%)\0", "flags": TALABS | TSPREC}
    content, held = new_file([100 * r], NM, [7], bits=16, **labels)
    add("spc_labels.spc", content, [(NM, held[0])], "nm", "% reflectance / 100")
    # Floats are floats under the flag for 16 bits.
    content, held = new_file([-np.log10(soil(1e7 / PER_CM))], PER_CM, [FLOAT], flags=TSPREC, types=(XWAVEN, YABSRB), log="INSTRUMENT = FieldSpec\r\nGAIN (\u00b5V) = 3\r\n")
    add("spc_log.spc", content, [(PER_CM, held[0])], "1/cm", "10^-A of absorbance A", date=None, description="INSTRUMENT = FieldSpec; GAIN (\u00b5V) = 3")
    uneven = (NM + 10 * np.sin(NM)).astype("f4").astype(float)
    content, held = new_file([kubelka_munk(soil(uneven))], uneven, [4], flags=TXVALS, types=(XNMETR, YKMONK))
    add("spc_uneven.spc", content, [(uneven, held[0])], "nm", "1 + k - sqrt(k^2 + 2k) of Kubelka-Munk k")
    content, held = new_file([r], (NM / 1000).astype("f4").astype(float), [1], order=">", flags=TXVALS, types=(XUMETR, YREFLEC), **more)
    add("spc_big_endian.spc", content, [((NM / 1000).astype("f4").astype(float), held[0])], "um", "reflectance", **{**says, "format": "SPC 4C"})
    many = [soil(NM, water) for water in (0.02, 0.1, 0.2)]
    # The second one's exponent is 0, which is not "as the file's header has it".
    content, held = new_file(many, NM, [1, 0, 3], flags=TMULTI | TORDRD, header_exponent=2, scans=(32, 64, 0))
    add("spc_multi.spc", content, [(NM, y) for y in held], "nm", "reflectance")
    content, held = new_file([np.log10(1 / y) for y in many], uneven, [FLOAT] * 3, flags=TMULTI | TORDRD | TXVALS, types=(XNMETR, YLOGDR))
    add("spc_multi_uneven.spc", content, [(uneven, y) for y in held], "nm", "10^-A of A = log(1/R)")
    own = [(uneven[: 20 + 10 * i], soil(uneven[: 20 + 10 * i])) for i in range(3)]
    for name, scattered in (("own", False), ("scattered", True)):
        content, held = own_abscissae(own, 1, scattered=scattered)
        add(f"spc_{name}.spc", content, [(x, y) for (x, _), y in zip(own, held)], "nm", "reflectance")
    says = {"format": "SPC 4D", "date": "1991-12-13T09:05:00", "scans": 32, "description": "Lab Calc; resolution: 8 nm"}
    when = (1991, 12, 13, 9, 5)
    for name, bits in (("old", 32), ("old_short", 16)):
        content, held = old_file([r], NM, [1], bits=bits, flags=TSPREC if bits == 16 else 0, when=when)
        add(f"spc_{name}.spc", content, [(NM, held[0])], "nm", "reflectance", **says)
    content, held = old_file(many, NM, [1, 2, 3], flags=TMULTI | TORDRD, when=when, padding=bytes(100))
    add("spc_old_multi.spc", content, [(NM, y) for y in held], "nm", "reflectance", **says)
    # Written by the library; it has the place of a log that is not there.
    with contextlib.redirect_stdout(io.StringIO()):
        from spc_io.high_level import SPC, EvenAxis

        spc = SPC(xarray=EvenAxis(NM[0], NM[-1], len(NM)))
        spc.add_subfile(yarray=r.astype("f4"), w=0, z=0)
        raw = spc.to_spc_raw()
        content = bytearray(raw.to_bytes())
        # It leaves out the units.
        content[28:30] = bytes([XNMETR, YREFLEC])
    add("spc_written.spc", bytes(content), [(NM, r.astype("f4").astype(float))], "nm", "reflectance", format="SPC 4B")


def peer_jcamp(path):
    with contextlib.redirect_stdout(io.StringIO()):
        read = jcamp.readfile(path)
    return [(s["x"], s["y"]) for s in read.get("children", [read])]


def peer_nmrglue(path):
    # It reads tables (X++(Y..Y)) of what says that it is of NMR, and ordinates alone.
    with tempfile.NamedTemporaryFile(suffix=".dx") as copy, contextlib.redirect_stdout(io.StringIO()):
        copy.write(re.sub(rb"##DATA ?TYPE=.*", b"##DATA TYPE=NMR SPECTRUM", path.read_bytes()))
        copy.flush()
        _, y = nmrglue.jcampdx.read(copy.name)
    return [(None, np.ravel(y))]


def peer_spc_io(path):
    raw = spc_io.low_level.SpcRaw.from_bytes_io(io.BytesIO(path.read_bytes()))
    head = raw.main_header
    common = raw.xarray if raw.xarray is not None else np.linspace(head.ffirst, head.flast, head.fnpts)
    # It scales by the subfile's exponent in files of one spectrum, too.
    scale = 1.0 if head.ftflgs.TMULTI or head.fexp == FLOAT else 2.0**head.fexp
    return [(common if s.xarray is None else s.xarray, s.yarray * scale) for s in raw.subs]


def peer_spc_spectra(path):
    with contextlib.redirect_stdout(io.StringIO()):
        read = spc_spectra.File(str(path))
    # It takes abscissae of a spectrum's own for integers, so these are not compared.
    return [(None if read.txyxys else read.x, s.y) for s in read.sub]


def check(name, peer, spectra):
    """Whether a peer finds the spectra; prints what it does otherwise."""
    try:
        found = peer(FOLDER / name)
        assert len(found) == len(spectra), f"{len(found)} spectra"
        for (x, y), (wanted_x, wanted_y) in zip(found, spectra):
            np.testing.assert_allclose(np.asarray(y, float), wanted_y, rtol=1e-9, atol=1e-12)
            if x is not None:
                np.testing.assert_allclose(np.asarray(x, float), wanted_x, rtol=1e-9)
    except Exception as error:
        print(f"{name}: {peer.__name__[5:]} cannot: {str(error).strip().splitlines()[0] if str(error) else error!r}")
        return False
    return True


FOLDER.mkdir(exist_ok=True)
jcamp_files()
spc_files()
for name, (content, spectra) in made.items():
    (FOLDER / name).write_bytes(content)
    peers = [peer_jcamp, peer_nmrglue] if name.startswith("jcamp") else [peer_spc_io, peer_spc_spectra]
    agree = sum(check(name, peer, spectra) for peer in peers)
    assert (agree == 0) == (name in NO_PEER), f"{name}: {agree} peers agree"
(GOLDENS / "chemometric_files.json").write_text(json.dumps(expected, indent=1) + "\n")
print(f"{len(made)} files, {len(made) - len(NO_PEER)} read alike by other readers")
