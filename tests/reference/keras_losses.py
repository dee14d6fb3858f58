"""Makes tests/goldens/keras_losses.json with Keras 3: the losses of 50 steps of
Adam on a small network of Code S2's kind, from weights and data out of a
formula, for eight seeds. Each seed once in float32 and once in float64: where a
ReLU6 kink decides, Keras in float32 does not follow Keras in float64 either, and
nobody else can be asked to.

    python tests/reference/keras_losses.py
"""

import json
import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

L = keras.layers
SEEDS = range(1, 9)
STEPS = 50


def relu6(x):
    return L.ReLU(max_value=6)(x)


def bottleneck(inputs, filters, expansion, strides, residual):
    x = L.Conv2D(inputs.shape[-1] * expansion, 1, padding="same")(inputs)
    x = relu6(L.BatchNormalization()(x))
    x = L.DepthwiseConv2D(3, strides=strides, padding="same")(x)
    x = relu6(L.BatchNormalization()(x))
    x = L.Conv2D(filters, 1, padding="same")(x)
    x = L.BatchNormalization()(x)
    return L.add([x, inputs]) if residual else x


def small():
    inputs = L.Input((17, 9, 2))
    x = L.Conv2D(4, 3, strides=2, padding="same")(inputs)
    x = relu6(L.BatchNormalization()(x))
    for filters, expansion, strides, repeats in [(4, 1, 1, 2), (6, 2, 2, 2)]:
        for i in range(repeats):
            x = bottleneck(x, filters, expansion, strides if i == 0 else 1, i > 0)
    x = L.Dense(5, activation="relu")(L.Flatten()(x))
    return keras.Model(inputs, L.Dense(2)(x))


def formula(n, phase):
    """n values in -1..1; the test has the same line."""
    return np.sin(0.7 * np.arange(n) + 0.001 * np.arange(n) ** 2 + phase)


SCALES = {
    "kernel": (0.4, 0),
    "bias": (0.2, 0),
    "gamma": (0.3, 1.2),
    "beta": (0.4, 0.6),
    "moving_mean": (0.3, 0),
    "moving_variance": (0.4, 1),
}


def losses(seed, dtype):
    keras.backend.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    model = small()
    values = []
    for j, variable in enumerate(model.weights):
        scale, shift = SCALES[variable.path.split("/")[-1]]
        wave = formula(int(np.prod(variable.shape)), j + 10 * seed)
        values.append((scale * wave + shift).astype(np.float32).reshape(variable.shape))
    model.set_weights(values)
    images = formula(6 * 17 * 9 * 2, 0.3 + seed).reshape(6, 17, 9, 2).astype(np.float32)
    targets = (2 + 3 * formula(12, 0.9 + seed)).reshape(6, 2).astype(np.float32)
    optimizer = keras.optimizers.Adam()

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
        variables = model.trainable_variables
        gradients = tape.gradient(loss, [v.value for v in variables])
        optimizer.apply(gradients, variables)
        return loss

    found = []
    for i in range(STEPS):
        part = slice(0, 4) if i % 2 == 0 else slice(4, 6)
        x = tf.constant(images[part], dtype)
        found.append(float(step(x, tf.constant(targets[part], dtype))))
    return [float(f"{value:.9g}") for value in found]


golden = {
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "seeds": [
        {"seed": s, "float32": losses(s, "float32"), "float64": losses(s, "float64")}
        for s in SEEDS
    ],
}
path = pathlib.Path(__file__).parents[1] / "goldens" / "keras_losses.json"
path.write_text(json.dumps(golden) + "\n")
for entry in golden["seeds"]:
    a, b = (np.array(entry[name]) for name in ("float32", "float64"))
    print(entry["seed"], np.max(np.abs(a / b - 1)), a[0], a[-1], file=sys.stderr)
