"""Makes tests/goldens/pickles/TAG.json: what pandas and NumPy of several years
write, in base64.

    python pickle_goldens.py TAG

TAG names the environment:

    pandas10  Python 3.8,  pandas 1.0.5, NumPy 1.18.5
    pandas12  Python 3.8,  pandas 1.2.5, NumPy 1.20.3
    pandas15  Python 3.11, pandas 1.5.3, NumPy 1.24.4
    pandas22  Python 3.11, pandas 2.2.3, NumPy 2.0.2
    pandas31  Python 3.11, pandas 3.1.1, NumPy 2.4.6, pyarrow 26.0.1
    plain31   the same without pyarrow

For each protocol 0 to 5 (2 and 4 of the oldest and of plain31) it writes three
shapes of sample_matched.pickle and one of spectogram.pickle; some further
shapes, and one that would run a command, in one protocol. The values come from a formula that the tests have,
too:

    value(sample, replicate, band) = (7 s + 3 r + b) / 64
"""

import base64
import collections
import json
import os
import pickle
import sys
from pathlib import Path

import numpy as np
import pandas as pd

SAMPLES = ["S1", "S 2", "Ünï"]
WAVELENGTHS = [350.0, 351.0, 352.5, 400.0]
REPLICATES = 2


def table():
    s, r, b = np.meshgrid(
        np.arange(3), np.arange(2), np.arange(4), indexing="ij"
    )
    return (7 * s + 3 * r + b) / 64


def frames(kind):
    """A dict of sample to DataFrame, in the shapes that people have."""
    values = table()
    made = {}
    for s, name in enumerate(SAMPLES[:1] if kind == "full" else SAMPLES):
        columns = {f"r{r + 1}": values[s, r] for r in range(REPLICATES)}
        if kind == "index":  # the index has the wavelengths
            index = pd.Index(WAVELENGTHS, name="wavelength")
            made[name] = pd.DataFrame(columns, index=index)
        elif kind == "column":  # several blocks and types, the last as object
            frame = pd.DataFrame({"wavelength": WAVELENGTHS, **columns})
            frame["r1"] = frame["r1"].astype("float32")
            frame["r2"] = frame["r2"].astype("object")
            made[name] = frame
        elif kind == "odd":  # columns 0, 1; whole numbers; slices of a table
            wide = pd.DataFrame(
                np.round(values.transpose(2, 0, 1).reshape(4, -1) * 64)
                .astype("int32"),
                index=pd.Index([350, 351, 353, 400]),
            )
            part = wide.iloc[:, 2 * s : 2 * s + 2]
            part.columns = pd.RangeIndex(2)
            made[name] = part
        elif kind == "nullable":  # arrays with a mask, two axes by hand
            frame = pd.DataFrame(columns, index=WAVELENGTHS)
            frame["r1"] = (frame["r1"] * 64).astype("Int16")
            frame["r2"] = (frame["r2"] * 64).astype("Int64")
            made[name] = frame
        elif kind == "series":
            made[name] = pd.Series(values[s, 0], index=WAVELENGTHS, name="r1")
        elif kind == "full":  # Code S1's 2151 bands, whose rows are counted
            counted = np.arange(2151) % 100 + s
            made[name] = pd.DataFrame({"r1": counted.astype("int8")})
    if kind == "odd":
        keyed = collections.OrderedDict()
        for name, frame in made.items():
            keyed[np.str_(name)] = frame
        return keyed
    return made


def spectrograms():
    """A dict of sample to [replicate, bin, frame], in odd memory orders."""
    base = np.arange(2 * 3 * 5).reshape(2, 3, 5) / 32
    return {
        "S1": base,
        "S 2": np.asfortranarray(base + 1),
        "Ünï": (base + 2).astype("float32"),
    }


class Attack:
    """What a pickle from a stranger may be."""

    def __reduce__(self):
        return os.system, ("echo this must never be seen",)


def main():
    tag = sys.argv[1]
    files = {}
    main_ones = tag in ["pandas15", "pandas22", "pandas31"]
    for protocol in range(6) if main_ones else [2, 4]:
        for kind in ["index", "column", "odd"]:
            files[f"{kind}_{protocol}"] = pickle.dumps(frames(kind), protocol)
        made = pickle.dumps(spectrograms(), protocol)
        files[f"spectrograms_{protocol}"] = made
    for protocol in [0, 4]:
        attack = {"S1": frames("index")["S1"], "S2": Attack()}
        files[f"attack_{protocol}"] = pickle.dumps(attack, protocol)
    for kind in ["nullable", "series", "full"]:
        files[f"{kind}_4"] = pickle.dumps(frames(kind), 4)
    out = Path(__file__).parent.parent / "goldens" / "pickles"
    out.mkdir(parents=True, exist_ok=True)
    made_with = f"pandas {pd.__version__}, NumPy {np.__version__}"
    try:
        import pyarrow

        made_with += f", pyarrow {pyarrow.__version__}"
    except ImportError:
        pass
    golden = {
        "made_with": made_with,
        "files": {
            name: base64.b64encode(data).decode()
            for name, data in files.items()
        },
    }
    (out / f"{tag}.json").write_text(json.dumps(golden, indent=1) + "\n")


main()
