"""Makes tests/goldens/keras_model.json with Keras 3: the numbers of Code S2's
network. Parameter counts; one forward pass with and one without training, and
its gradients, with weights out of a formula; batch norm's moving statistics;
Adam on a vector; the losses of 20 steps. 

    python tests/reference/keras_model.py
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

L = keras.layers


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


def network(shape, targets, stem, blocks, units):
    inputs = L.Input(shape)
    x = L.Conv2D(stem, 3, strides=2, padding="same")(inputs)
    x = relu6(L.BatchNormalization()(x))
    for filters, expansion, strides, repeats in blocks:
        for i in range(repeats):
            x = bottleneck(x, filters, expansion, strides if i == 0 else 1, i > 0)
    x = L.Dense(units, activation="relu")(L.Flatten()(x))
    return keras.Model(inputs, L.Dense(targets)(x))


def formula(n, phase):
    """n values in -1..1; the test has the same line."""
    return np.sin(0.7 * np.arange(n) + 0.001 * np.arange(n) ** 2 + phase)


def weights(model):
    """Every array by the last part of its name."""
    values = []
    for j, variable in enumerate(model.weights):
        wave = formula(int(np.prod(variable.shape)), j).reshape(variable.shape)
        kind = variable.path.split("/")[-1]
        scale, shift = {
            "kernel": (0.4, 0),
            "bias": (0.2, 0),
            "gamma": (0.3, 1.2),
            "beta": (0.4, 0.6),
            "moving_mean": (0.3, 0),
            "moving_variance": (0.4, 1),
        }[kind]
        values.append((scale * wave + shift).astype(np.float32))
    return values


def plain(array):
    return [float(f"{value:.9g}") for value in np.ravel(array)]


def small():
    model = network((17, 9, 2), 2, 4, [(4, 1, 1, 2), (6, 2, 2, 2)], 5)
    model.set_weights(weights(model))
    return model


n = 6
images = formula(n * 17 * 9 * 2, 0.3).reshape(n, 17, 9, 2).astype(np.float32)
targets = (2 + 3 * formula(n * 2, 0.9)).reshape(n, 2).astype(np.float32)

golden = {"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}}

published = [(16, 1, 1, 1), (24, 6, 2, 2), (32, 6, 2, 3)]
golden["counts"] = []
for channels in (5, 1):
    model = network((129, 9, channels), 1, 32, published, 64)

    def count(variables):
        return int(sum(np.prod(v.shape) for v in variables))

    golden["counts"].append(
        {
            "channels": channels,
            "trainable": count(model.trainable_weights),
            "moving": count(model.non_trainable_weights),
            "shapes": [list(w.shape) for w in model.weights],
        }
    )

model = small()
golden["inference"] = plain(model(images, training=False))
with tf.GradientTape() as tape:
    prediction = model(images, training=True)
    loss = tf.reduce_mean((prediction - targets) ** 2)
gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
golden["training"] = plain(prediction)
golden["loss"] = float(loss)
golden["gradients"] = [plain(g) for g in gradients]
golden["moving"] = [plain(w) for w in model.non_trainable_weights]

vector = keras.Variable(np.array([1, -2, 0.5, 3], np.float32))
adam = keras.optimizers.Adam()
adam.build([vector])
golden["adam"] = []
for step in range(12):
    gradient = (formula(4, step) * [1, 1e-3, 1e-6, 100]).astype(np.float32)
    adam.apply([tf.constant(gradient)])
    golden["adam"].append(plain(vector.numpy()))

model = small()
optimizer = keras.optimizers.Adam()
losses = []


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(x, training=True) - y) ** 2)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, [v.value for v in variables]), variables)
    return loss


for i in range(20):
    part = slice(0, 4) if i % 2 == 0 else slice(4, 6)
    losses.append(float(step(images[part], targets[part])))
golden["losses"] = plain(losses)

# What fit() reports: running losses weighted by samples, validation after it.
# Once as Keras is, and once with gradients that are nothing but rounding (all
# that only shifts channels ahead of a batch norm) set to the 0 that they are.
idle = [float(np.max(np.abs(g))) < 1e-3 for g in gradients]
golden["idle"] = idle


class ZeroIdle(keras.optimizers.Adam):
    def apply(self, grads, variables=None):
        masked = [0 * g if zero else g for g, zero in zip(grads, idle)]
        return super().apply(masked, variables)


for name, fitted in (("history", keras.optimizers.Adam()), ("history_idle", ZeroIdle())):
    model = small()
    model.compile(
        loss="mse", optimizer=fitted, metrics=[keras.metrics.RootMeanSquaredError()]
    )
    history = model.fit(
        tf.data.Dataset.from_tensor_slices((images, targets)).batch(4),
        epochs=8,
        validation_data=(images[:3], targets[:3]),
        verbose=0,
    ).history
    golden[name] = {key: plain(values) for key, values in history.items()}

# Early stopping on made-up values.
class Loss(keras.callbacks.Callback):
    def __init__(self, values):
        super().__init__()
        self.values = values

    def on_epoch_end(self, epoch, logs=None):
        logs["val_loss"] = self.values[epoch]


golden["early_stopping"] = []
for patience in (0, 1, 2, 3):
    for values in (
        [5, 4, 3, 2, 1, 0.5],
        [3, 3, 3, 3, 3, 3],
        [1, 2, 0.5, 0.6, 0.7, 0.4],
        [4, 5, 6, 3, 3, 7, 8, 2],
    ):
        model = keras.Sequential([L.Input((1,)), L.Dense(1)])
        model.compile(loss="mse")
        stopping = keras.callbacks.EarlyStopping(
            patience=patience, restore_best_weights=True
        )
        stopping.monitor = "val_loss"
        stopping._set_monitor_op = lambda s=stopping: setattr(
            s, "monitor_op", keras.ops.less
        )
        ran = model.fit(
            np.zeros((2, 1)),
            np.ones((2, 1)),
            epochs=len(values),
            verbose=0,
            callbacks=[Loss(values), stopping],
        )
        golden["early_stopping"].append(
            {
                "patience": patience,
                "values": values,
                "epochs": len(ran.epoch),
                "best": stopping.best_epoch + 1,
            }
        )

path = pathlib.Path(__file__).parents[1] / "goldens" / "keras_model.json"
path.write_text(json.dumps(golden) + "\n")
