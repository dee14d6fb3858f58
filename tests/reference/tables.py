"""Makes tests/goldens/tables/: spectra that NumPy, pandas and pyarrow saved.

The same two samples with two replicates and three bands in every file, in the
types, orders, packings and layouts that people use; expected.json has them.
PyPI: numpy, pandas, pyarrow.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent.parent / "goldens" / "tables"
BANDS = [350.0, 351.5, 2500.0]
SAMPLES = ["A", "A", "Bé", "Bé"]
REPLICATES = [2, 1, 1, 2]
GROUPS = ["north", "north", "south", "south"]
CLAY = [10.5, 10.5, 20.25, 20.25]
# Numbers that float32 holds, so that every type gives the same.
VALUES = np.array(
    [[0.125, 0.25, 0.375], [0.5, 0.625, 0.75], [0.875, 1, 1.5], [2, 0, -0.25]]
)


def npz(name, save=np.savez, **arrays):
    save(FOLDER / name, **arrays)


def frame():
    wide = pd.DataFrame(VALUES, columns=[f"{b:g}" for b in BANDS])
    wide.insert(0, "sample", SAMPLES)
    wide.insert(1, "replicate", REPLICATES)
    wide.insert(2, "group", GROUPS)
    wide["clay"] = CLAY
    return wide


def write_npz():
    flat = dict(
        wavelengths=np.array(BANDS),
        samples=np.array(SAMPLES),
        replicates=np.array(REPLICATES),
        groups=np.array(GROUPS),
        clay=np.array(CLAY),
    )
    npz("flat_f8.npz", reflectance=VALUES, **flat)
    npz("flat_packed.npz", np.savez_compressed, reflectance=VALUES, **flat)
    for dtype in (">f8", "<f4", ">f4"):
        name = "flat_" + {">": "big", "<": "little"}[dtype[0]] + dtype[1:] + ".npz"
        npz(name, reflectance=VALUES.astype(dtype), **flat)
    npz("flat_fortran.npz", reflectance=np.asfortranarray(VALUES), **flat)
    # [samples, replicates, bands]: replicates in the order of their numbers.
    cube = np.stack([VALUES[[1, 0]], VALUES[[2, 3]]])
    names = dict(
        wavelength=np.array(BANDS),
        sample=np.array(["A", "Bé"]),
        group=np.array(["north", "south"]),
        clay=np.array([10.5, 20.25]),
    )
    npz("cube.npz", reflectance=cube, **names)
    npz("cube_fortran.npz", reflectance=np.asfortranarray(cube), **names)
    npz("objects.npz", reflectance=VALUES, wavelengths=np.array([1, "x", None], dtype=object))
    npz("no_wavelengths.npz", reflectance=VALUES)
    npz("wrong_shape.npz", reflectance=VALUES[:, :2], wavelengths=np.array(BANDS))
    npz("hole.npz", reflectance=np.where(VALUES == 1, np.nan, VALUES), **flat)
    np.save(FOLDER / "alone.npy", VALUES)


def write_types():
    """One archive with an array of every type, and the values in JSON."""
    arrays = {}
    for dtype in ("<f4", ">f8", "<i1", "<i2", ">i2", "<i4", ">i4", "<i8", "<u1", "<u2", "<u4", ">u8", "?"):
        arrays["t_" + dtype.replace("<", "l").replace(">", "b").replace("?", "bool")] = (
            np.arange(6).reshape(2, 3) % (2 if dtype == "?" else 100)
        ).astype(dtype)
    arrays["t_U"] = np.array(["a", "Bé😀", ""])
    arrays["t_bU"] = np.array(["a", "Bé😀", ""]).astype(">U3")
    arrays["t_S"] = np.array([b"ab", b"c", b""])
    arrays["t_F"] = np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
    arrays["t_0"] = np.array(5.0)
    npz("types.npz", **arrays)
    return {
        k: [x.decode() if isinstance(x, bytes) else x for x in np.ravel(v).tolist()]
        for k, v in arrays.items()
    }


def write_parquet():
    wide = frame()
    for codec in ("snappy", "gzip", "zstd", "brotli", "lz4", "none"):
        wide.to_parquet(FOLDER / f"wide_{codec}.parquet", compression=codec)
    wide.to_parquet(FOLDER / "wide_groups.parquet", row_group_size=1)
    wide.astype({c: "float32" for c in wide.columns[3:6]}).to_parquet(
        FOLDER / "wide_f4.parquet"
    )
    wide.to_parquet(FOLDER / "wide_v2.parquet", version="2.6", data_page_version="2.0")
    named = wide.drop(columns=["sample", "replicate", "group"]).iloc[[0, 2]]
    named.index = ["A", "Bé"]
    named.to_parquet(FOLDER / "index.parquet")
    lists = wide[["sample", "replicate", "group", "clay"]].assign(
        reflectance=list(VALUES), wavelengths=[BANDS] * 4
    )
    lists.to_parquet(FOLDER / "lists.parquet")
    hole = wide.copy()
    hole.loc[2, "351.5"] = None
    hole.to_parquet(FOLDER / "hole.parquet")
    pq.write_table(pa.table({"sample": SAMPLES, "clay": CLAY}), FOLDER / "no_spectra.parquet")


def main():
    FOLDER.mkdir(exist_ok=True)
    write_npz()
    types = write_types()
    write_parquet()
    expected = {
        "versions": {m.__name__: m.__version__ for m in (np, pd, pa)},
        "samples": ["A", "Bé"],
        "groups": ["north", "south"],
        "wavelengths": BANDS,
        "reflectance": VALUES[[1, 0, 2, 3]].ravel().tolist(),
        "clay": [10.5, 20.25],
        "types": types,
    }
    text = json.dumps(expected, indent=1, ensure_ascii=False)
    (FOLDER / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
