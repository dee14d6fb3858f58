"""Makes tests/goldens/asd.json: two ASD files taken apart with NumPy's structured
types, by the offsets of the "Indico Version 8 File Format" alone.

    python tests/reference/asd.py FOLDER    (with ossl_*.asd)
"""

import json
import pathlib
import sys

import numpy as np

HEADER = np.dtype(
    {
        "names": ["co", "comments", "when", "type", "start", "step", "format", "channels", "it", "number", "dc", "ref", "scans", "instrument", "splice1", "splice2"],
        "formats": ["S3", "S157", ("<i2", 9), "u1", "<f4", "<f4", "u1", "<u2", "<u4", "<u2", "<u2", "<u2", "<u2", "u1", "<f4", "<f4"],
        "offsets": [0, 3, 160, 186, 191, 195, 199, 204, 390, 400, 425, 427, 429, 431, 444, 448],
        "itemsize": 484,
    }
)

files = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.asd")):
    raw = path.read_bytes()
    header = np.frombuffer(raw, HEADER, 1)[0]
    n = int(header["channels"])
    kind = {0: "<f4", 1: "<i4", 2: "<f8"}[int(header["format"])]
    spectrum = np.frombuffer(raw, kind, n, 484).astype(float)
    after = 484 + spectrum.size * np.dtype(kind).itemsize
    flag, length = np.frombuffer(raw, "<i2", 1, after)[0], np.frombuffer(raw, "<i2", 1, after + 18)[0]
    white = np.frombuffer(raw, kind, n, after + 20 + int(length)).astype(float)
    wavelengths = header["start"] + header["step"] * np.arange(n)
    shown = list(range(0, n, 50)) + [n - 1]
    second, minute, hour, day, month, year = (int(v) for v in header["when"][:6])
    files[path.name] = {
        "version": header["co"].decode(),
        "white_reference": bool(flag),
        "bands": n,
        "range": [float(wavelengths[0]), float(wavelengths[-1])],
        "splices": [float(header["splice1"]), float(header["splice2"])],
        "instrument": int(header["instrument"]),
        "serial": str(int(header["number"])),
        "scans": int(header["scans"]),
        "date": f"{1900 + year}-{month + 1:02}-{day:02}T{hour:02}:{minute:02}:{second:02}",
        "sum": float(np.sum(spectrum / white)),
        "index": shown,
        "reflectance": [float(v) for v in (spectrum / white)[shown]],
    }
golden = pathlib.Path(__file__).parents[1] / "goldens" / "asd.json"
golden.write_text(json.dumps(files, indent=1) + "\n")
