"""Writes the OPUS files of tests/goldens/instruments/, and opus.json with what
two independent readers find in them.

The files are made here from formulas, byte by byte, as the readers document the
format. PyPI: numpy, brukeropus==1.4.3, brukeropusreader==1.3.4.
"""

import json
import struct
from pathlib import Path

import numpy as np
from brukeropus import read_opus
from brukeropusreader import read_file

OUT = Path(__file__).parent.parent / "goldens" / "instruments"
AMPLITUDE, RATIO, SAMPLE = 3, 3 << 2, 1 << 2


def parameters(**values):
    block = b""
    for key, value in values.items():
        if isinstance(value, int):
            kind, body = 0, struct.pack("<i", value)
        elif isinstance(value, float):
            kind, body = 1, struct.pack("<d", value)
        else:
            body = value.encode("latin-1") + b"\0"
            body += b"\0" * (len(body) % 2)
            kind = 2
        block += key.encode() + b"\0" + struct.pack("<2H", kind, len(body) // 2) + body
    block += b"END\0" + struct.pack("<2H", 0, 0)
    return block + b"\0" * (-len(block) % 4)


def write(name, quantity, y, data, extra=()):
    blocks = [
        (AMPLITUDE | RATIO | 1 << 4 | quantity << 10, parameters(**data)),
        (AMPLITUDE | RATIO | quantity << 10, y.astype("<f4").tobytes()),
        (AMPLITUDE | SAMPLE | 2 << 4, parameters(INS="ALPHA II", SRN=102030, NSS=64)),
        (10 << 4, parameters(SNM="soil S1", SFM="dried, sieved")),
        *extra,
    ]
    start = 24 + 12 * (len(blocks) + 1)
    directory = struct.pack("<3i", 13 << 10, 3 * (len(blocks) + 1), 24)
    body = b""
    for kind, block in blocks:
        directory += struct.pack("<3i", kind, len(block) // 4, start + len(body))
        body += block
    header = b"\x0a\x0a\xfe\xfe" + struct.pack("<d3i", 920622.0, 24, 40, len(blocks) + 1)
    (OUT / name).write_bytes(header + directory + body)


n = 60
i = np.arange(n)
absorbance = 0.4 + 0.2 * np.sin(i / 7)
nir = dict(DPF=1, NPT=n, FXV=10000.0, LXV=4000.0, CSF=1.0, DXU="WN",
           DAT="21/05/2019", TIM="14:03:55.123 (GMT+2)")
write("opus_absorbance.0", 4, absorbance, nir)
write("opus_reflectance.1", 12, 5 * 10 ** -absorbance,
      {**nir, "CSF": 0.2, "DAT": "2019/05/21", "FXV": 4000.0, "LXV": 10000.0})
write("opus_km.0002", 6, 0.3 + 0.1 * np.cos(i / 5), nir)

golden = {}
for name, block in (("opus_absorbance.0", "AB"), ("opus_reflectance.1", None), ("opus_km.0002", None)):
    one = read_opus(str(OUT / name))
    data = getattr(one, one.all_data_keys[0])
    entry = {
        "key": one.all_data_keys[0],
        "wavenumbers": np.asarray(data.x, float).tolist(),
        "y": np.asarray(data.y, float).tolist(),
        "instrument": one.params.ins,
        "serial": str(one.params.srn),
        "sample": one.params.snm,
    }
    if block:
        other = read_file(str(OUT / name))
        values = np.asarray(other[block][:n], float)
        x = np.asarray(other.get_range(block), float)
        assert np.allclose(values, entry["y"], atol=1e-7)
        assert abs(x[0] - entry["wavenumbers"][0]) < 1e-6
    golden[name] = entry
(OUT.parent / "opus.json").write_text(json.dumps(golden, indent=1) + "\n")
