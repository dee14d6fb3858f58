// One forward and backward pass over the layer list, written out: no tape, and
// no gradient of the images. Each activation is freed as soon as its gradient
// is known, so that memory is the same before and after.
//
// A bias ahead of a batch norm is taken out by the batch's mean: its gradient
// is exactly 0. Rounding would make about 1e-6 of it, which Adam turns into
// steps of ± the learning rate, and no two backends would agree. So it is not
// added in training, gets no gradient, and joins only the moving mean. The same
// holds for beta where nothing but 1×1 convolutions ahead of batch norms comes
// after it; that one is added, and its gradient left out.
import * as tf from "../third_party/tfjs.ts";
import * as kernels from "./kernels.ts";
import type { Network } from "./network.ts";
import type { BatchNormLayer } from "./spec.ts";

/** What a pass gives. The caller disposes all of it. */
export interface Pass {
  /** Mean squared error over the batch, a scalar. */
  readonly loss: tf.Tensor;
  /** By parameter index; null where the gradient is exactly 0. */
  readonly gradients: readonly (tf.Tensor | null)[];
  /** The batch's mean and variance of each batch norm, in layer order. */
  readonly moments: readonly tf.Tensor[];
}

/**
 * Runs a batch forward (with its own batch norm statistics) and backward.
 *
 * @param network The network; not changed.
 * @param images `[batch, bins, frames, channels]`; not disposed.
 * @param targets `[batch, targets]`; not disposed.
 * @param mask What the dropout layer multiplies by, `[batch, units]`; not
 * disposed. A network with such a layer needs one.
 * @returns Loss, gradients and moments.
 */
export function forwardBackward(
  network: Network,
  images: tf.Tensor,
  targets: tf.Tensor,
  mask?: tf.Tensor,
): Pass {
  const pass = new PassRun(network, mask);
  let loss: tf.Tensor;
  tf.tidy(() => {
    const prediction = pass.forward(images);
    const [value, dy] = kernels.meanSquaredErrorGrad(prediction, targets);
    loss = tf.keep(value);
    pass.backward(images, dy);
  });
  return { loss: loss!, gradients: pass.gradients, moments: pass.moments };
}

/**
 * Runs a batch forward with its own batch norm statistics.
 *
 * @param network The network; not changed.
 * @param images `[batch, bins, frames, channels]`; not disposed.
 * @returns The batch's mean and variance of each batch norm, in layer order,
 * which the caller disposes.
 */
export function batchMoments(
  network: Network,
  images: tf.Tensor,
): readonly tf.Tensor[] {
  const pass = new PassRun(network);
  tf.tidy(() => {
    pass.forward(images);
  });
  return pass.moments;
}

class PassRun {
  readonly gradients: (tf.Tensor | null)[];
  readonly moments: tf.Tensor[] = [];
  readonly #outputs: tf.Tensor[] = [];
  readonly #momentsOf = new Map<number, kernels.Moments>();

  readonly #idle: Set<number | null>;

  constructor(readonly network: Network, readonly mask?: tf.Tensor) {
    this.gradients = network.parameters.map(() => null);
    const idle = network.spec.weights.filter((weight) => weight.idle);
    this.#idle = new Set(idle.map(({ parameter }) => parameter));
  }

  forward(images: tf.Tensor): tf.Tensor {
    const { network: { spec, parameters } } = this;
    let x = images;
    spec.layers.forEach((layer, i) => {
      switch (layer.kind) {
        case "conv":
        case "depthwise":
          x = kernels.convolve(layer, x, parameters[layer.parameter]);
          break;
        case "batchNorm": {
          const next = spec.layers[i + 1];
          const [y, mean, variance] = kernels.batchNormTrain(
            {
              x,
              gamma: parameters[layer.parameter],
              beta: parameters[layer.parameter + 1],
            },
            this.#attributes(layer),
            next?.kind === "add" ? this.#outputs[next.from] : undefined,
          );
          this.#momentsOf.set(i, { mean, variance });
          this.moments.push(tf.keep(mean), tf.keep(variance));
          x = y;
          break;
        }
        case "add":
          x = x.clone(); // the batch norm ahead has added it
          break;
        case "flatten":
          x = kernels.reshape(x, [x.shape[0], layer.units]);
          break;
        case "pooling":
          x = kernels.pool(x);
          break;
        case "dropout":
          // Without a mask nothing is dropped: only moments are wanted then.
          x = this.mask
            ? kernels.run("Multiply", { a: x, b: this.mask })
            : kernels.reshape(x, x.shape);
          break;
        case "dense":
          x = kernels.dense(x, parameters[layer.parameter], {
            bias: parameters[layer.parameter + 1],
            relu: layer.relu,
          });
      }
      this.#outputs.push(x);
    });
    return x;
  }

  backward(images: tf.Tensor, gradient: tf.Tensor) {
    const { network: { spec, parameters } } = this;
    const waiting = new Map<number, tf.Tensor>(); // residuals' gradients
    let dy = gradient;
    for (let i = spec.layers.length - 1; i >= 0; i--) {
      const layer = spec.layers[i];
      const x = i === 0 ? images : this.#outputs[i - 1];
      switch (layer.kind) {
        case "conv":
        case "depthwise": {
          const filter = parameters[layer.parameter];
          this.#keep(layer.parameter, kernels.filterGradient(layer, x, dy));
          if (i > 0) {
            const residual = waiting.get(i - 1);
            const options = { filter, inputShape: x.shape, residual };
            dy = replace(kernels.inputGradient(layer, dy, options), dy);
            residual?.dispose();
          } else dy.dispose();
          break;
        }
        case "batchNorm": {
          const [dx, dgamma, dbeta] = kernels.batchNormTrainGrad({
            dy,
            x,
            gamma: parameters[layer.parameter],
            beta: parameters[layer.parameter + 1],
            ...this.#momentsOf.get(i)!,
          }, this.#attributes(layer));
          this.#keep(layer.parameter, dgamma);
          this.#keep(layer.parameter + 1, dbeta);
          dy = replace(dx, dy);
          break;
        }
        case "add":
          waiting.set(layer.from, dy.clone());
          break;
        case "flatten":
          dy = replace(kernels.reshape(dy, x.shape), dy);
          break;
        case "pooling":
          dy = replace(kernels.poolGradient(dy, x.shape), dy);
          break;
        case "dropout":
          dy = replace(
            kernels.run("Multiply", { a: dy, b: this.mask! }),
            dy,
          );
          break;
        case "dense": {
          if (layer.relu) {
            dy = replace(kernels.reluGradient(dy, this.#outputs[i]), dy);
          }
          const kernel = parameters[layer.parameter];
          this.#keep(layer.parameter, kernels.multiply(x, dy, { a: true }));
          this.#keep(layer.parameter + 1, kernels.biasGradient(dy));
          dy = replace(kernels.multiply(dy, kernel, { b: true }), dy);
        }
      }
      this.#outputs[i].dispose();
    }
  }

  #attributes({ relu6 }: BatchNormLayer): kernels.BatchNormAttributes {
    return { epsilon: this.network.spec.config.batch_norm.epsilon, relu6 };
  }

  #keep(parameter: number, gradient: tf.Tensor) {
    if (this.#idle.has(parameter)) gradient.dispose();
    else this.gradients[parameter] = tf.keep(gradient);
  }
}

/** Frees what a new tensor takes the place of. */
function replace(tensor: tf.Tensor, ...old: tf.Tensor[]): tf.Tensor {
  for (const each of old) each.dispose();
  return tensor;
}
