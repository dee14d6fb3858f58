"""Keras beside this package's .keras and .h5 files, in both directions.

    python tests/reference/keras_files.py make

makes tests/goldens/keras: a tiny network of Code S2's kind, saved by Keras 3
(with ReLU(6), since Keras 3 takes no tf.nn.relu6) and, with tf_keras 2.21, by
Keras 2 (Code S2's functions unchanged), and what each predicts.

    deno run -A tests/reference/keras_files.ts FOLDER
    python tests/reference/keras_files.py check FOLDER

loads the files that this package wrote into FOLDER (a small network and the
published one, as .keras and .h5), predicts with Keras, and writes the SHA-256
of each file with the largest difference from this package's own predictions
to tests/goldens/keras/checked.json.
"""

import hashlib
import json
import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

GOLDENS = pathlib.Path(__file__).parents[1] / "goldens" / "keras"


def formula(n, phase):
    """n values in -1..1; the tests have the same line."""
    return np.sin(0.7 * np.arange(n) + 0.001 * np.arange(n) ** 2 + phase)


def images(shape, n=4):
    values = formula(n * int(np.prod(shape)), 0.3)
    return values.reshape(n, *shape).astype(np.float32)


def code_s2(library, relu6):
    """Code S2's functions, with the library and the activation as arguments."""
    layers = library.layers

    def _conv_block(inputs, filters, kernel, strides):
        x = layers.Conv2D(filters, kernel, padding="same", strides=strides)(inputs)
        x = layers.BatchNormalization()(x)
        return relu6(x)

    def _bottleneck(inputs, filters, kernel, t, s, r=False):
        tchannel = inputs.shape[-1] * t
        x = _conv_block(inputs, tchannel, (1, 1), (1, 1))
        x = layers.DepthwiseConv2D(
            kernel, strides=(s, s), depth_multiplier=1, padding="same"
        )(x)
        x = layers.BatchNormalization()(x)
        x = relu6(x)
        x = layers.Conv2D(filters, (1, 1), strides=(1, 1), padding="same")(x)
        x = layers.BatchNormalization()(x)
        if r:
            x = layers.add([x, inputs])
        return x

    def _inverted_residual_block(inputs, filters, kernel, t, strides, n):
        x = _bottleneck(inputs, filters, kernel, t, strides)
        for i in range(1, n):
            x = _bottleneck(x, filters, kernel, t, 1, True)
        return x

    inputs = layers.Input((9, 5, 2))
    x = _conv_block(inputs, 2, (3, 3), strides=(2, 2))
    x = _inverted_residual_block(x, 2, (3, 3), t=1, strides=1, n=1)
    x = _inverted_residual_block(x, 3, (3, 3), t=2, strides=2, n=2)
    x = layers.Flatten()(x)
    x = layers.Dense(3, activation="relu")(x)
    outputs = layers.Dense(2)(x)
    return library.Model(inputs, outputs)


def make():
    GOLDENS.mkdir(parents=True, exist_ok=True)
    import tf_keras

    golden = {
        "keras": keras.__version__,
        "tf_keras": tf_keras.__version__,
        "tensorflow": tf.__version__,
        "predictions": {},
    }
    libraries = {
        "keras3": (keras, lambda x: keras.layers.ReLU(6)(x)),
        "keras2": (tf_keras, tf.nn.relu6),
    }
    for name, (library, relu6) in libraries.items():
        library.utils.set_random_seed(1)
        library.backend.clear_session()
        model = code_s2(library, relu6)
        # Every weight away from 0 and 1, so that none can be mistaken.
        model.set_weights(
            [
                (0.4 * formula(w.size, j) + (0.7 if w.ndim == 1 else 0))
                .reshape(w.shape)
                .astype(np.float32)
                for j, w in enumerate(model.get_weights())
            ]
        )
        for variable in model.weights:  # variances are positive
            if "moving_variance" in getattr(variable, "path", variable.name):
                variable.assign(np.abs(variable.numpy()) + 0.5)
        for ending in ("keras", "h5"):
            path = GOLDENS / f"{name}.{ending}"
            model.save(str(path))
        predicted = model(images((9, 5, 2)), training=False).numpy()
        golden["predictions"][name] = [float(v) for v in predicted.ravel()]
    text = json.dumps(golden, indent=1) + "\n"
    (GOLDENS / "predictions.json").write_text(text)


def check(folder):
    folder = pathlib.Path(folder)
    expected = json.loads((folder / "predictions.json").read_text())
    checked = {"keras": keras.__version__, "files": {}}
    for name, ours in expected.items():
        for ending in ("keras", "h5"):
            path = folder / f"{name}.{ending}"
            model = keras.saving.load_model(path, compile=False)
            x = images(model.input_shape[1:])
            theirs = model(x, training=False).numpy().ravel()
            error = float(np.max(np.abs(theirs - ours)) / np.max(np.abs(theirs)))
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            print(f"{path.name}: {error:.1e}")
            assert error < 1e-5
            checked["files"][path.name] = {
                "sha256": digest,
                "largest_relative_difference": float(f"{error:.1e}"),
            }
    text = json.dumps(checked, indent=1) + "\n"
    (GOLDENS / "checked.json").write_text(text)


make() if sys.argv[1] == "make" else check(sys.argv[2])
