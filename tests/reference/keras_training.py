"""The long check of training, second half: Code S2's network in Keras on the same images, in the same order, for as many
epochs and seeds; then our final metrics against the spread of Keras's own seeds.

    deno run -A tests/long/keras_training.ts FOLDER [SEEDS] [EPOCHS]
    python tests/reference/keras_training.py FOLDER

Prints every run and, per metric, both ranges, whether the mean of ours lies between the smallest and the largest of
Keras's, and Welch's p for equal means. Exits with 1 where the mean lies outside. Keras's runs are kept in
FOLDER/keras.json and not repeated.
"""

import csv
import json
import os
import sys
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from scipy.stats import ttest_ind

L = keras.layers
BLOCKS = [(16, 1, 1, 1), (24, 6, 2, 2), (32, 6, 2, 3)]


def relu6(x):
    return L.ReLU(max_value=6)(x)


def network(shape):
    inputs = L.Input(shape)
    x = L.Conv2D(32, 3, strides=2, padding="same")(inputs)
    x = relu6(L.BatchNormalization()(x))
    for filters, expansion, strides, repeats in BLOCKS:
        for i in range(repeats):
            start = x
            x = L.Conv2D(x.shape[-1] * expansion, 1, padding="same")(x)
            x = relu6(L.BatchNormalization()(x))
            x = L.DepthwiseConv2D(3, strides=1 if i else strides, padding="same")(x)
            x = relu6(L.BatchNormalization()(x))
            x = L.BatchNormalization()(L.Conv2D(filters, 1, padding="same")(x))
            if i:
                x = L.add([x, start])
    x = L.Dense(64, activation="relu")(L.Flatten()(x))
    return keras.Model(inputs, L.Dense(1)(x))


def train(seed, parts, epochs):
    keras.utils.set_random_seed(seed)
    model = network(parts["train"][0].shape[1:])
    model.compile(optimizer="adam", loss="mse", metrics=[keras.metrics.RootMeanSquaredError(name="rmse")])
    history = model.fit(
        *parts["train"], batch_size=64, epochs=epochs, shuffle=False, validation_data=parts["test"], verbose=0
    ).history
    run = {"seed": seed, "val_rmse": history["val_rmse"]}
    for part, (x, y) in parts.items():
        error = model.predict(x, verbose=0)[:, 0].astype(float) - y
        run[part] = {
            "rmse": float(np.sqrt(np.mean(error**2))),
            "r2": float(1 - np.sum(error**2) / np.sum((y - y.mean()) ** 2)),
        }
    return run


def figures(run):
    """What is compared: at the end, and of the validation curve its last sixth and its best epoch."""
    curve = run["val_rmse"]
    return {
        "test rmse": run["test"]["rmse"],
        "test r2": run["test"]["r2"],
        "train rmse": run["train"]["rmse"],
        "train r2": run["train"]["r2"],
        "val rmse, median of the last sixth": float(np.median(curve[-max(1, len(curve) // 6) :])),
        "val rmse, best epoch": min(curve),
    }


def main(folder):
    folder = Path(folder)
    ours = json.loads((folder / "ours.json").read_text())
    images = np.load(folder / "images.npy")
    rows = list(csv.DictReader(open(folder / "samples.csv")))
    parts = {}
    for part in ("train", "test"):
        own = [row for row in rows if row["part"] == part]
        x = images[[int(row["index"]) for row in own]]
        parts[part] = (x, np.array([float(row["Sb_ppm"]) for row in own]))

    kept = folder / "keras.json"
    runs = json.loads(kept.read_text()) if kept.exists() else []
    while len(runs) < len(ours["runs"]):
        runs.append(train(len(runs) + 1, parts, ours["epochs"]))
        kept.write_text(json.dumps(runs))
        print(f"Keras, seed {runs[-1]['seed']}:", {part: runs[-1][part] for part in parts}, flush=True)

    outside = 0
    for name in figures(runs[0]):
        a = [figures(run)[name] for run in ours["runs"]]
        b = [figures(run)[name] for run in runs]
        within = min(b) <= np.mean(a) <= max(b)
        outside += not within
        print(
            f"{name}: ours {np.array(a).round(4)} mean {np.mean(a):.4f}, Keras {np.array(b).round(4)} "
            f"mean {np.mean(b):.4f}; mean of ours {'within' if within else 'OUTSIDE'}, Welch p {ttest_ind(a, b, equal_var=False).pvalue:.2f}"
        )
    return outside > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
