"""Writes the ECOSTRESS texts of tests/goldens/instruments/, and ecostress.json
with what SPy finds in them. PyPI: numpy, spectral==0.24.
"""

import json
from pathlib import Path

import numpy as np
from spectral.database.ecostress import read_ecostress_file

OUT = Path(__file__).parent.parent / "goldens" / "instruments"

HEADER = """Name: {name}
Type: Soil
Class: Mollisol
Subclass: Cryoboroll
Particle Size: Fine
Sample No.: 87P3665
Owner: National Soil Survey Laboratory
Wavelength Range: All
Origin: Soil pedon: a place; Cr\u00eate
Collection Date: N/A
Description: Gray/dark brown silty loam: dried
Measurement: Directional (10 Degree) Hemispherical Reflectance
First Column: X
Second Column: Y
X Units: Wavelength (micrometers)
Y Units: Reflectance (percent)
First X Value: {first}
Last X Value: {last}
Number of X Values: {count}
Additional Information: none

"""
i = np.arange(50)
x = 0.4 + 0.042 * i
y = 30 + 12 * np.sin(i / 6)
golden = {}
for name, order in (("ecostress_rising.txt", 1), ("ecostress_falling.txt", -1)):
    xs, ys = x[::order], y[::order]
    text = HEADER.format(name="Brown loam", first=f"{xs[0]:.4f}", last=f"{xs[-1]:.4f}", count=len(xs))
    text += "".join(f"  {a:.4f}\t{b:.5f}\r\n" for a, b in zip(xs, ys))
    (OUT / name).write_bytes(text.encode("latin-1"))
    s = read_ecostress_file(str(OUT / name))
    golden[name] = {"x": [float(v) for v in s.x], "y": [float(v) for v in s.y],
                    "name": s.sample["name"]}
(OUT.parent / "ecostress.json").write_text(json.dumps(golden, indent=1) + "\n")
