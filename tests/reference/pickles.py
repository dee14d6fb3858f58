"""Code S2's data loop over this package's spectogram.pickle.

    deno run -A tests/reference/pickles.ts FOLDER
    python tests/reference/pickles.py FOLDER

The lines between the marks are Code S2's (lines 19 to 41), with the paths and
the line "GERA LABELS", which is no Python, left out. `r[1][1]` needs pandas 2
or older; the pickle itself is also loaded with NumPy 1 (`--load-only`), under
which warnings are errors. Writes the file's SHA-256 to
tests/goldens/pickles/checked.json.
"""

import hashlib
import json
import pathlib
import pickle
import sys
import warnings

import numpy as np

folder = pathlib.Path(sys.argv[1])
input_data = folder / "spectogram.pickle"
input_label = folder / "labels.csv"

with warnings.catch_warnings():
    warnings.simplefilter("error")
    loaded = pickle.loads(input_data.read_bytes())
images = np.load(folder / "images.npy")
for image, (name, array) in zip(images, loaded.items()):
    assert array.dtype == np.float32 and array.flags.writeable, name
    assert np.array_equal(np.transpose(array, [1, 2, 0]), image), name
print(f"NumPy {np.__version__} loads {len(loaded)} arrays")
if "--load-only" in sys.argv:
    sys.exit()

import pandas as pd
import tensorflow as tf

# --- Code S2
with open(input_data, 'rb') as handle:
    specs_dict = pickle.load(handle)

labels = pd.read_csv(input_label, delimiter=";")
print(specs_dict.keys())

# Prepare data and labels
_labels = labels[["sample", "Sb_ppm"]]
specs = []
target = []

# Loop through labels to create data and target arrays
for r in _labels.iterrows():
    label = [r[1][1]]  # Choose what to use, see example
    spectograms = specs_dict[r[1][0]]
    respec = tf.squeeze(tf.transpose(spectograms, [1, 2, 0]))
    target.append(label)
    specs.append(respec)

specs = np.array(specs)
target = np.array(target)
# --- end of Code S2

assert np.array_equal(specs, images), "images"
assert target.ravel().tolist() == [0.5, 1.5, 2.5], "targets"
print(f"Code S2's loop gives {specs.dtype} {specs.shape} under pandas", pd.__version__)
golden = {
    "pandas": pd.__version__,
    "numpy": np.__version__,
    "tensorflow": tf.__version__,
    "sha256": hashlib.sha256(input_data.read_bytes()).hexdigest(),
}
path = pathlib.Path(__file__).parents[1] / "goldens" / "pickles" / "checked.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
