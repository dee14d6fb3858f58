"""Makes tests/goldens/asd.json: ASD files, real and made (asd_files.py), taken
apart with NumPy's structured types by the offsets of "ASD File Format: Version 8"
alone, and what two other readers say of them.

    python tests/reference/asd.py OSSL SAMPLES

OSSL has ossl_*.asd; SAMPLES is tests/sample_data of pyASDReader's source
distribution (PyPI, version 1.2.3, MIT), with real files of as6, as7 and as8.
"""

import base64
import gzip
import json
import os
import pathlib
import sys
import tempfile
import warnings

import numpy as np
import pynmea2

from asd_files import HEADER, KINDS, make

folders = [pathlib.Path(argument).resolve() for argument in sys.argv[1:3]]
golden = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "asd.json"
scratch = tempfile.TemporaryDirectory()
os.chdir(scratch.name)  # pyASDReader leaves logs where it stands
warnings.simplefilter("ignore")

from pyASDReader import ASDFile  # noqa: E402
from specdal.reader import read_asd  # noqa: E402

TYPES = ["raw", "reflectance", "radiance", "no units", "irradiance", "quality index", "transmittance", "unknown", "absorbance"]


def take_apart(raw):
    header = np.frombuffer(raw, HEADER, 1)[0]
    kind, n = np.dtype(KINDS[header["data_format"]]), int(header["channels"])
    spectrum = np.frombuffer(raw, kind, n, 484).astype(float)
    after = 484 + n * kind.itemsize
    if header["co"] == b"ASD":
        return header, spectrum, None
    flag, length = np.frombuffer(raw, "<i2", 1, after)[0], np.frombuffer(raw, "<i2", 1, after + 18)[0]
    white = np.frombuffer(raw, kind, n, after + 20 + int(length)).astype(float)
    return header, spectrum, white if flag else None


def alarms(header):
    """What the second of the four flags says, bit by bit."""
    names = ["VNIR saturated", "SWIR 1 saturated", "SWIR 2 saturated", "SWIR 1 cooling alarm", "SWIR 2 cooling alarm"]
    return [name for bit, name in enumerate(names) if header["flags"][1] & 1 << bit]


def to_reflectance(header, spectrum, white):
    """None where the file does not give one."""
    kind = TYPES[header["data_type"]]
    counts, white_counts = (v is not None and np.median(abs(v)) >= 3 for v in (spectrum, white))
    if white is not None:
        same = {"raw": True, "radiance": counts == white_counts, "reflectance": counts and white_counts, "absorbance": counts and white_counts}
        return spectrum / white if same.get(kind) else None
    if counts or kind not in ("reflectance", "absorbance"):
        return None
    return spectrum if kind == "reflectance" else 10**-spectrum


def peers(raw):
    """Spectrum over reference as each peer has it, or None."""
    path = pathlib.Path("file.asd")
    path.write_bytes(raw)
    found = {}
    try:
        asd = ASDFile(str(path))
        found["pyasdreader"] = asd.reflectance if asd.reflectance is not None else asd.digitalNumber / asd.referenceData.spectra
    except Exception:
        found["pyasdreader"] = None
    try:
        table, _ = read_asd(str(path))
        found["specdal"] = (table.iloc[:, 0] / table.iloc[:, 1]).to_numpy(float)
    except Exception:
        found["specdal"] = None
    return found


def numbers(values):
    return None if values is None else [float(v) for v in values]


# Real files
files = {}
worst = {"pyasdreader": 0.0, "specdal": 0.0}
for folder in folders:
    for path in sorted(folder.rglob("*.asd")):
        raw = path.read_bytes()
        header, spectrum, white = take_apart(raw)
        result = to_reflectance(header, spectrum, white)
        asd = ASDFile(str(path))
        n = int(header["channels"])
        wavelengths = header["ch1_wavel"] + header["wavel_step"] * np.arange(n, dtype=float)
        assert abs(asd.wavelengths - wavelengths).max() == 0
        shown = [*range(0, n, 100), n - 1]
        files[path.name] = {
            "version": header["co"].decode(),
            "type": TYPES[header["data_type"]],
            "bands": n,
            "range": numbers(wavelengths[[0, -1]]),
            "splices": [asd.metadata.splice1_wavelength, asd.metadata.splice2_wavelength],
            "serial": str(asd.metadata.instrumentNum),
            "scans": asd.metadata.sampleCount,
            "warnings": alarms(header),
            "date": asd.metadata.when_datetime.isoformat(),
            "index": shown,
            "sum": None if result is None else float(result.sum()),
            "reflectance": None if result is None else numbers(result[shown]),
        }
        if result is None:
            continue
        for peer, values in peers(raw).items():
            worst[peer] = max(worst[peer], float(abs(values - result).max()))

# Every version, data type, format, and what may be in it
COUNTS, WHITE = [123, 2456, 3789, 412], [1001, 4002, 4203, 804]
FINISHED = {1: [0.1, 0.2, 0.35, 0.4], 2: [0.011, 0.022, 0.033, 0.044], 8: [1.25, 0.5, 0.3, 0.125]}
cases = []
for version in range(1, 9):
    for data_type in range(9):
        for kind in range(3):
            common = dict(kind=kind, data_type=data_type)
            holds = {"counts alone": dict(spectrum=COUNTS, white=WHITE, taken=False)}
            if version > 1:
                holds["counts and reference"] = dict(spectrum=COUNTS, white=WHITE)
            if data_type in FINISHED and kind != 1:
                done = FINISHED[data_type]
                holds["finished"] = dict(spectrum=done, white=WHITE, taken=False)
                if version > 1:
                    holds["finished beside counts"] = dict(spectrum=done, white=WHITE)
                    holds["finished beside finished"] = dict(spectrum=done, white=[0.9, 0.8, 0.7, 0.95])
            for what, content in holds.items():
                name = f"as{version} {TYPES[data_type]} {['float', 'integer', 'double'][kind]}: {what}"
                cases.append((name, make(version, **common, **content)))

made = []
for name, raw in cases:
    header, spectrum, white = take_apart(raw)
    entry = {"name": name, "length": len(raw), "reflectance": numbers(to_reflectance(header, spectrum, white))}
    for peer, values in peers(raw).items():
        # They do not look at the flag, and read floats and integers as doubles.
        if values is not None and "double" in name and "alone" not in name and entry["reflectance"]:
            if white is not None:
                entry[peer] = numbers(values)
    made.append(entry)

# Headers
LONG = np.linspace(0.1, 0.5, 512)
PLACES = {
    "north east": ("4807.038,N", "01131.000,E"),
    "south west": ("3345.6789,S", "07030.25,W"),
    "near the equator": ("0012.5,N", "03654.75,E"),
    "near Greenwich": ("5128.6,N", "00000.4,W"),
}
NOWHERE = {
    "zeros": (0, 0), "no latitude": (0, 1131.0), "minus ones": (-1, -1), "decimal degrees": (48.1173, -11.5167), "metres": (-1007864.34, -270685.56),
    "60 minutes": (4860.0, 1131.0), "beyond the pole": (9000.5, 1131.0), "beyond 180": (4807.0, 18000.5), "not numbers": (np.nan, np.inf),
}
headers = []


def head(name, raw, **expected):
    header, *_ = take_apart(raw)
    n = int(header["channels"])
    grid = np.float64(header["ch1_wavel"]) + np.float64(header["wavel_step"]) * np.arange(n)
    headers.append(({"name": name, "length": len(raw), "range": numbers(grid[[0, -1]]), **expected}, raw))
    if header["co"] != b"ASD" and header["data_format"] == 2:
        path = pathlib.Path("head.asd")
        path.write_bytes(raw)
        asd = ASDFile(str(path))
        if asd.metadata is None:  # it gives up on a date that is none
            return
        assert abs(asd.wavelengths[:n] - grid).max() < 1e-9
        for ours, theirs in (("scans", asd.metadata.sampleCount), ("serial", asd.metadata.instrumentNum)):
            assert ours not in expected or str(expected[ours] or 0) == str(theirs)
        for buffer in (asd.calibrationSeriesBSE, asd.calibrationSeriesLMP, asd.calibrationSeriesFO):
            assert b"bse" not in raw or abs(np.diff(buffer) - 1).max() == 0


pair = dict(kind=2, spectrum=COUNTS, white=WHITE)
head(
    "the description before the comments", make(8, **pair, description="Oberboden, Weißenburg ", comments=b"comment"),
    description="Oberboden, Weißenburg", instrument="ASD FSFR", serial="4139", scans=10, date="2012-02-11T10:14:17", quantity="spectrum / white reference",
)
head("comments of Windows", make(7, **pair, comments="Probe 3 – naß".encode("cp1252")), description="Probe 3 – naß")
head("no description", make(6, **pair), description=None)
head("dark signal", make(6, **pair, dc_corr=0), quantity="spectrum / white reference, VNIR dark signal not subtracted")
head("calibrations, variables and a mark at the end", make(7, **pair, more=dict(calibrations=[(1, "bse1.ref"), (2, "lmp1.ill"), (3, "ni1.raw")], variables=[("clay", 12.5)], bom=True)), description=None)
head("a date that is none", make(8, **pair, when=(0, 0, 0, 30, 1, 112, 0, 0, 0)), date=None)
head("a leap day", make(8, **pair, when=(59, 59, 23, 29, 1, 124, 0, 0, 0)), date="2024-02-29T23:59:59")
head("no serial number, no scans", make(8, **pair, instrument_num=0, sample_count=0, instrument=0), serial=None, scans=None, instrument=None)
head(
    "one detector", make(1, kind=0, data_type=1, spectrum=LONG, ch1_wavel=328.3, wavel_step=1.438, instrument=3, sample_count=0, old_sample_count=25),
    splices=[], instrument="ASD FSVNIR", scans=25, quantity="reflectance",
)
head(
    "three detectors", make(7, kind=2, spectrum=np.full(2151, 500.0), white=np.full(2151, 1000.0)), splices=[1000.0, 1800.0], instrument="ASD FSFR",
)
head(
    "two detectors", make(7, kind=2, spectrum=np.full(1551, 500.0), white=np.full(1551, 1000.0), ch1_wavel=950, instrument=5, dc_corr=0),
    splices=[1800.0], instrument="ASD FSNIR", quantity="spectrum / white reference",
)
head("saturation and alarms", make(8, **pair, flags=(9, 2 + 16, 0, 0)), warnings=["SWIR 1 saturated", "SWIR 2 cooling alarm"])
head("a handheld", make(7, **pair, instrument=10), instrument="ASD HandHeld")
head("absorbance", make(2, kind=0, data_type=8, spectrum=[0.5, 0.25, 0.1], taken=False), quantity="10^-absorbance")
for place, (north, east) in PLACES.items():
    fix = pynmea2.parse(f"$GPGGA,101417,{north},{east},1,08,0.9,545.4,M,46.9,M,,")
    sign = dict(N=1, S=-1, W=1, E=-1)  # as ASD stores them
    latitude, longitude = (sign[p[-1]] * float(p[:-2]) for p in (north, east))
    head(place, make(8, **pair, latitude=latitude, longitude=longitude, altitude=545.4), latitude=fix.latitude, longitude=fix.longitude)
for place, (latitude, longitude) in NOWHERE.items():
    head(f"nowhere: {place}", make(8, **pair, latitude=latitude, longitude=longitude), latitude=None, longitude=None)


def packed(contents):
    return base64.b64encode(gzip.compress(b"".join(contents), 9, mtime=0)).decode()


def lines(entries):
    return "[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]"


golden.write_text(
    "{\n"
    + f'"files": {json.dumps(files)},\n"worst": {json.dumps(worst)},\n'
    + f'"made": {lines(made)},\n"madeBytes": "{packed(raw for _, raw in cases)}",\n'
    + f'"headers": {lines(entry for entry, _ in headers)},\n"headerBytes": "{packed(raw for _, raw in headers)}"\n'
    + "}\n"
)
agree = {peer: [float(np.abs(np.array(e[peer]) - e["reflectance"]).max()) for e in made if peer in e] for peer in worst}
print(len(files), "real files, worst", worst)
print(len(made), "made", sum(e["reflectance"] is None for e in made), "refused;", {p: (len(v), max(v)) for p, v in agree.items()})
print(len(headers), "headers")
