// The state of training at the end of an epoch, kept on the backend while later
// epochs are under way: reading takes 11 ms, which nobody waits for. What the
// epoch's losses decide is decided later, from this.
import { joinPieces } from "../model/state_kernels.ts";
import { type Network, splitWeights } from "../model/network.ts";
import { findRecorder } from "../model/recorder.ts";
import * as tf from "../third_party/tfjs.ts";
import type { Adam, AdamState } from "./adam.ts";

/** Weights and optimizer as they were. */
export class Snapshot {
  #weights: tf.Tensor | null;
  #moments: tf.Tensor | null;
  readonly #iterations: number;

  /**
   * @param network Whose weights are kept.
   * @param optimizer Adam over it.
   * @param whole Whether the optimizer's state is kept, too.
   */
  constructor(
    readonly network: Network,
    readonly optimizer: Adam,
    whole: boolean,
  ) {
    const run = () => [
      network.snapshot(),
      ...(whole ? [joinPieces(optimizer.tensors)] : []),
    ];
    const recorder = findRecorder();
    const [weights, moments] = recorder
      ? optimizer.recordings.run(recorder, `snapshot ${whole}`, {
        inputs: [],
        stable: [...network.tensors, ...optimizer.tensors],
        run,
      })
      : run();
    this.#weights = tf.keep(weights);
    this.#moments = moments ? tf.keep(moments) : null;
    this.#iterations = optimizer.iterations;
  }

  /** A tensor of all weights, as `network.snapshot()` gives it: the caller's. */
  takeWeights(): tf.Tensor {
    return this.#weights!.clone();
  }

  /** Reads the weights. */
  async weights(): Promise<Float32Array<ArrayBuffer>[]> {
    const values = await this.#weights!.data() as Float32Array;
    return splitWeights(this.network.spec, values);
  }

  /** Reads the optimizer's state. */
  async optimizerState(): Promise<AdamState> {
    const values = await this.#moments!.data() as Float32Array;
    return this.optimizer.stateOf(this.#iterations, values);
  }

  /** Frees it. */
  dispose(): void {
    this.#weights?.dispose();
    this.#moments?.dispose();
    this.#weights = this.#moments = null;
  }
}
