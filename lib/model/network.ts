// A network: a spec, and its weights as tensors of the current backend. The
// moving statistics of all batch norms lie in one tensor, so that a training
// step updates them with a few kernels instead of a few per layer.
import * as tf from "../third_party/tfjs.ts";
import { initialWeights } from "./initial_weights.ts";
import { joinPieces } from "./state_kernels.ts";
import { type NetworkSpec, sizeOf } from "./spec.ts";

/** A network whose weights live on the backend that made it. */
export interface Network {
  /** Layers and weights, without values. */
  readonly spec: NetworkSpec;
  /**
   * Trainable tensors by parameter index. Training changes them in place.
   *
   * @internal
   */
  readonly parameters: readonly tf.Tensor[];
  /**
   * Moving mean and variance of every batch norm, one after the other.
   *
   * @internal
   */
  readonly moving: tf.Tensor;
  /**
   * In the layout of `moving`: the bias of the convolution ahead where a mean
   * is; null if all of them are 0.
   *
   * @internal
   */
  readonly movingShift: tf.Tensor | null;
  /**
   * All of these: what a training step reads and changes.
   *
   * @internal
   */
  readonly tensors: readonly tf.Tensor[];
  /**
   * Takes over (and owns) a new tensor of moving statistics.
   *
   * @internal
   */
  replaceMoving(moving: tf.Tensor): void;
  /**
   * Takes over (and owns) a new tensor of a parameter.
   *
   * @internal
   */
  replaceParameter(parameter: number, tensor: tf.Tensor): void;
  /**
   * All weights in one new tensor: the parameters in their order, and then all
   * moving statistics. {@linkcode splitWeights} cuts it.
   *
   * @internal
   */
  snapshot(): tf.Tensor;
  /** Reads all weights, in the order of `spec.weights`. */
  getWeights(): Promise<Float32Array<ArrayBuffer>[]>;
  /**
   * Sets all weights, in the order of `spec.weights` (Keras's
   * `get_weights()`); the arrays are copied.
   */
  setWeights(weights: readonly Float32Array[]): void;
  /** Frees all tensors. */
  dispose(): void;
}

/**
 * Makes a network on the current backend.
 *
 * @param spec See `networkSpec`.
 * @param seed Seed of the initial weights, or the weights themselves in the
 * order of `spec.weights`.
 * @returns The network; `dispose()` frees it.
 *
 * @example
 * ```ts
 * import * as tf from "../third_party/tfjs.ts";
 * import { networkSpec } from "./mobilenet_v2.ts";
 * import { createNetwork } from "./network.ts";
 *
 * await tf.setBackend("cpu");
 * const network = createNetwork(networkSpec([17, 9, 2], 1), 1);
 * const [kernel] = await network.getWeights();
 * if (kernel.length !== 3 * 3 * 2 * 32) throw new Error();
 * network.dispose();
 * ```
 */
export function createNetwork(
  spec: NetworkSpec,
  seed: number | readonly Float32Array[],
): Network {
  return new TensorNetwork(
    spec,
    typeof seed === "number" ? initialWeights(spec, seed) : seed,
  );
}

class TensorNetwork implements Network {
  parameters: tf.Tensor[] = [];
  movingShift: tf.Tensor | null = null;
  #moving: tf.Tensor | null = null;

  constructor(
    readonly spec: NetworkSpec,
    weights: readonly Float32Array[],
  ) {
    this.setWeights(weights);
  }

  get moving(): tf.Tensor {
    if (this.#moving === null) throw new TypeError("The network is disposed");
    return this.#moving;
  }

  get tensors(): readonly tf.Tensor[] {
    const { parameters, moving, movingShift } = this;
    return [...parameters, moving, ...(movingShift ? [movingShift] : [])];
  }

  replaceMoving(moving: tf.Tensor): void {
    this.#moving?.dispose();
    this.#moving = tf.keep(moving);
  }

  replaceParameter(parameter: number, tensor: tf.Tensor): void {
    this.parameters[parameter].dispose();
    this.parameters[parameter] = tf.keep(tensor);
  }

  snapshot(): tf.Tensor {
    // Fresh values: what a backend may have cached of a tensor is stale after
    // a change in place.
    return joinPieces([...this.parameters, this.moving]);
  }

  async getWeights(): Promise<Float32Array<ArrayBuffer>[]> {
    const all = this.snapshot();
    const values = await all.data();
    all.dispose();
    return splitWeights(this.spec, values as Float32Array);
  }

  setWeights(weights: readonly Float32Array[]): void {
    const { spec } = this;
    checkWeights(spec, weights);
    this.dispose();
    const moving = new Float32Array(spec.movingSize);
    const shift = new Float32Array(spec.movingSize);
    spec.weights.forEach(({ shape, parameter, offset }, i) => {
      if (parameter === null) moving.set(weights[i], offset);
      else {
        this.parameters[parameter] = tf.keep(
          tf.tensor(weights[i].slice(), [...shape], "float32"),
        );
      }
    });
    const byParameter = spec.weights.flatMap(({ parameter }, i) =>
      parameter === null ? [] : [weights[i]]
    );
    for (const layer of spec.layers) {
      if (layer.kind !== "batchNorm") continue;
      shift.set(byParameter[layer.bias], layer.offset);
    }
    this.#moving = tf.keep(tf.tensor1d(moving, "float32"));
    if (shift.some((value) => value !== 0)) {
      this.movingShift = tf.keep(tf.tensor1d(shift, "float32"));
    }
  }

  dispose(): void {
    for (const tensor of this.parameters) tensor.dispose();
    this.parameters = [];
    this.#moving?.dispose();
    this.#moving = null;
    this.movingShift?.dispose();
    this.movingShift = null;
  }
}

/**
 * Cuts a {@linkcode Network.snapshot} into the arrays of `spec.weights`.
 *
 * @param spec The network.
 * @param values All weights, one after the other.
 * @returns One array (a copy) per entry of `spec.weights`.
 */
export function splitWeights(
  spec: NetworkSpec,
  values: Float32Array,
): Float32Array<ArrayBuffer>[] {
  const sizes: number[] = [];
  for (const { shape, parameter } of spec.weights) {
    if (parameter !== null) sizes[parameter] = sizeOf(shape);
  }
  const starts: number[] = [];
  let start = 0;
  for (const size of sizes) {
    starts.push(start);
    start += size;
  }
  return spec.weights.map(({ shape, parameter, offset }) => {
    const from = parameter === null ? start + offset : starts[parameter];
    return new Float32Array(values.subarray(from, from + sizeOf(shape)));
  });
}

function checkWeights(spec: NetworkSpec, weights: readonly Float32Array[]) {
  const expected = spec.weights.length;
  if (weights.length !== expected) {
    throw new RangeError(
      `Found ${weights.length} arrays of weights; expected ${expected}`,
    );
  }
  spec.weights.forEach(({ name, shape }, i) => {
    if (weights[i].length === sizeOf(shape)) return;
    throw new RangeError(
      `${name} has ${weights[i].length} values; expected ${sizeOf(shape)}`,
    );
  });
}
