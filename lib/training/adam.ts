// Adam as Keras 3 computes it, in float32: the bias correction sits in the step
// size, and epsilon (1e-7) is added to the root of the uncorrected velocity.
// TensorFlow.js's own Adam adds it after the correction, which is not the same.
import * as tf from "../third_party/tfjs.ts";
import type { Config } from "../config.ts";
import { run } from "../model/kernels.ts";
import { adamSteps, joinPieces, scaled } from "../model/state_kernels.ts";
import type { Network } from "../model/network.ts";
import { Recordings } from "../model/recorder.ts";
import { sizeOf } from "../model/spec.ts";

/** The config's `training.optimizer`. */
export type OptimizerConfig = Config["training"]["optimizer"];

/** Everything that Adam remembers, as plain data. */
export interface AdamState {
  /** Steps taken. */
  readonly iterations: number;
  /** First moments of the parameters that have a gradient, in order. */
  readonly momentums: readonly Float32Array[];
  /** Second moments. */
  readonly velocities: readonly Float32Array[];
}

/**
 * Keras 3's step size, `lr·sqrt(1 − β₂ᵗ) / (1 − β₁ᵗ)`, rounded to float32 after
 * each operation as `keras.optimizers.Adam.update_step` is.
 *
 * @param config Learning rate and decays.
 * @param step Number of the step, from 1.
 * @returns The step size.
 *
 * @example
 * ```ts
 * import { adamStepSize } from "./adam.ts";
 *
 * const size = adamStepSize({
 *   name: "adam",
 *   learning_rate: 0.001,
 *   beta_1: 0.9,
 *   beta_2: 0.999,
 *   epsilon: 1e-7,
 * }, 1);
 * if (Math.abs(size / 3.1623e-4 - 1) > 1e-4) throw new Error(String(size));
 * ```
 */
export function adamStepSize(config: OptimizerConfig, step: number): number {
  const f = Math.fround;
  const first = f(1 - f(power(f(config.beta_1), step)));
  const second = f(1 - f(power(f(config.beta_2), step)));
  return f(f(f(config.learning_rate) * f(Math.sqrt(second))) / first);
}

/** By squaring: the same bits everywhere, which Math.pow does not promise. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let left = exponent, square = base; left > 0; square *= square) {
    if (left % 2 === 1) result *= square;
    left = Math.floor(left / 2);
  }
  return result;
}

/** Numbers that are another in every step. */
export interface StepNumbers extends Readonly<Record<string, number>> {
  /** See {@linkcode adamStepSize}. */
  readonly stepSize: number;
  /** What is left of a weight after its decay. */
  readonly kept: number;
}

/** Adam over the parameters of one network. */
export class Adam {
  /** Steps taken so far. */
  iterations: number;
  readonly #parameters: number[];
  readonly #momentums: tf.Tensor[];
  readonly #velocities: tf.Tensor[];
  /** Steps as the backend has recorded them, if it does. */
  readonly recordings: Recordings = new Recordings();

  /**
   * @param network Whose parameters change, in place.
   * @param config Learning rate, decays and epsilon.
   * @param state Where an earlier one stopped; else all zeros.
   */
  constructor(
    readonly network: Network,
    readonly config: OptimizerConfig,
    state?: AdamState,
    /** The rate of a step, from 1; that of the config if left out. */
    readonly rate: (step: number) => number = () => config.learning_rate,
  ) {
    const trained = network.spec.weights.filter(({ parameter, idle }) =>
      parameter !== null && !idle
    );
    const zeros = (values: readonly Float32Array[] | undefined) =>
      trained.map(({ shape }, i) =>
        tf.keep(tf.tensor(
          values ? values[i].slice() : new Float32Array(sizeOf(shape)),
          [...shape],
          "float32",
        ))
      );
    this.iterations = state?.iterations ?? 0;
    this.#parameters = trained.map(({ parameter }) => parameter!);
    this.#momentums = zeros(state?.momentums);
    this.#velocities = zeros(state?.velocities);
  }

  /** Changes the network's parameters by one step of these gradients. */
  step(gradients: readonly (tf.Tensor | null)[]): void {
    this.apply(gradients, this.next());
  }

  /** Counts a step, and gives the numbers that are its own. */
  next(): StepNumbers {
    this.iterations++;
    const learning_rate = this.rate(this.iterations);
    const { weight_decay = 0 } = this.config;
    return {
      stepSize: adamStepSize(
        { ...this.config, learning_rate },
        this.iterations,
      ),
      kept: 1 - learning_rate * weight_decay,
    };
  }

  /** Changes the network's parameters by a step that is counted already. */
  apply(
    gradients: readonly (tf.Tensor | null)[],
    { stepSize, kept }: StepNumbers,
  ): void {
    const { weight_decay = 0, global_clipnorm = null } = this.config;
    const clipped = global_clipnorm === null
      ? null
      : clipGradients(gradients, global_clipnorm);
    if (weight_decay > 0) this.#decay(kept);
    const attributes = {
      stepSize,
      beta1: this.config.beta_1,
      beta2: this.config.beta_2,
      epsilon: this.config.epsilon,
    };
    const variables = this.#parameters.map((parameter, i) => ({
      variable: this.network.parameters[parameter],
      m: this.#momentums[i],
      v: this.#velocities[i],
      gradient: (clipped ?? gradients)[parameter]!,
    }));
    adamSteps(variables, attributes);
    for (const gradient of clipped ?? []) gradient?.dispose();
  }

  /** Takes a share of every weight away, apart from its gradient (AdamW). */
  #decay(kept: number): void {
    const { parameters } = this.network;
    const old = this.#parameters.map((parameter) => parameters[parameter]);
    const smaller = scaled(old, kept);
    smaller?.forEach((tensor, i) =>
      this.network.replaceParameter(this.#parameters[i], tensor)
    );
  }

  /** All moments, first ones first: what changes in place. */
  get tensors(): readonly tf.Tensor[] {
    return [...this.#momentums, ...this.#velocities];
  }

  /** Its state from the values of {@linkcode tensors}, one after the other. */
  stateOf(iterations: number, values: Float32Array): AdamState {
    let start = 0;
    const cut = (tensors: readonly tf.Tensor[]) =>
      tensors.map(({ size }) => values.slice(start, start += size));
    return {
      iterations,
      momentums: cut(this.#momentums),
      velocities: cut(this.#velocities),
    };
  }

  /** Reads its state. */
  async state(): Promise<AdamState> {
    // Through a fresh tensor: values that a backend cached would be stale.
    const all = joinPieces(this.tensors);
    const values = await all.data() as Float32Array;
    all.dispose();
    return this.stateOf(this.iterations, values);
  }

  /** Frees its tensors. */
  dispose(): void {
    this.recordings.dispose();
    for (const tensor of this.#momentums) tensor.dispose();
    for (const tensor of this.#velocities) tensor.dispose();
  }
}

/**
 * Scales all gradients together so that their norm is at most `most`, as
 * `tf.clip_by_global_norm` does.
 *
 * @returns New tensors, which the caller disposes.
 */
function clipGradients(
  gradients: readonly (tf.Tensor | null)[],
  most: number,
): (tf.Tensor | null)[] {
  const factor = tf.tidy(() => {
    const squares = gradients.flatMap((gradient) =>
      gradient ? [tf.sum(tf.square(gradient))] : []
    );
    const norm = tf.sqrt(tf.sum(tf.stack(squares)));
    return tf.div(most, tf.maximum(norm, most));
  });
  const clipped = gradients.map((gradient) =>
    gradient && run("Multiply", { a: gradient, b: factor })
  );
  factor.dispose();
  return clipped;
}
