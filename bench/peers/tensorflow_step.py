"""TensorFlow's side of the benchmark: Code S2's network in Keras.

    python bench/peers/tensorflow_step.py '{"measure": "step", "batch": 64}'

measure: step, epoch, predict or memory.
"""

import peer
import tensorflow as tf
from peer import BATCH, BLOCKS, MEASURE, SHAPE, THREADS

if THREADS:
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(THREADS)

import keras

L = keras.layers


def relu6(x):
    return L.ReLU(max_value=6)(L.BatchNormalization()(x))


def bottleneck(inputs, filters, expansion, strides, residual):
    x = L.Conv2D(inputs.shape[-1] * expansion, 1, padding="same")(inputs)
    x = relu6(x)
    x = relu6(L.DepthwiseConv2D(3, strides=strides, padding="same")(x))
    x = L.BatchNormalization()(L.Conv2D(filters, 1, padding="same")(x))
    return L.add([x, inputs]) if residual else x


def network(shape):
    inputs = L.Input(shape)
    x = relu6(L.Conv2D(32, 3, strides=2, padding="same")(inputs))
    for filters, expansion, strides, repeats in BLOCKS:
        for i in range(repeats):
            x = bottleneck(x, filters, expansion, 1 if i else strides, i > 0)
    x = L.Dense(64, activation="relu")(L.Flatten()(x))
    model = keras.Model(inputs, L.Dense(1)(x))
    # Without XLA, which is five to ten times slower here.
    model.compile(optimizer="adam", loss="mse", jit_compile=False)
    return model


def fit(model, x, y, train, epochs):
    model.fit(
        x[:train],
        y[:train],
        batch_size=BATCH,
        epochs=epochs,
        shuffle=False,
        validation_data=(x[train:], y[train:]),
        verbose=0,
    )


if MEASURE == "step":
    model = network(SHAPE)
    x, y = tf.constant(peer.images(BATCH)), tf.constant(peer.targets(BATCH))
    steps = peer.OPTIONS.get("steps", 5)
    peer.serve(
        lambda: {"ms": peer.timed(lambda: model.train_on_batch(x, y), steps)},
        warm=1,
    )
elif MEASURE == "epoch":
    model = network(SHAPE)
    count = peer.TRAIN + peer.WATCHED
    x, y = peer.images(count), peer.targets(count)
    epochs = 5
    peer.serve(
        lambda: {
            "ms": peer.timed(lambda: fit(model, x, y, peer.TRAIN, epochs), 1) / epochs
        },
        warm=1,
    )
elif MEASURE == "predict":
    model = network(SHAPE)
    x = tf.constant(peer.images(BATCH))
    forward = tf.function(lambda batch: model(batch, training=False))
    peer.serve(
        lambda: {"us": peer.timed(lambda: forward(x).numpy(), 8) * 1000 / BATCH},
        warm=1,
    )
elif MEASURE == "memory":

    def run():
        x = peer.image_stack(92, 5)
        fit(network(SHAPE), x, peer.targets(92), 61, 20)
        return {"mib": peer.peak_mib()}

    peer.serve(run)
