"""Makes tests/goldens/npy.json: what numpy.save writes for small arrays.

Each entry has the shape, the type, the numbers and the file in base64, for
format versions 1.0 and 2.0 and both orders. NumPy only.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np

SHAPES = [(), (0,), (1,), (5,), (2, 3), (3, 1, 2), (1, 1, 1, 1, 1), (12, 10)]


def entry(array, version):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version)
    return {
        "shape": list(array.shape),
        "type": array.dtype.str,
        "version": version[0],
        "fortran": bool(array.flags.fnc),
        "data": np.ascontiguousarray(array).ravel().tolist(),
        "file": base64.b64encode(stream.getvalue()).decode(),
    }


def main():
    entries = []
    for kind in ("<f4", "<f8", ">f4", "<i4"):
        for shape in SHAPES:
            size = int(np.prod(shape))
            values = (np.arange(size) * 0.375 - 1).astype(kind).reshape(shape)
            entries.append(entry(values, (1, 0)))
            if shape == (2, 3):
                entries.append(entry(values, (2, 0)))
                entries.append(entry(np.asfortranarray(values), (1, 0)))
    path = Path(__file__).parent.parent / "goldens" / "npy.json"
    lines = ",\n".join(json.dumps(e, separators=(",", ":")) for e in entries)
    path.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
