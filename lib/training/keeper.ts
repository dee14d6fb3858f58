// The weights that are kept while training goes on: those of the best epoch,
// which may come back at the end, and those of the checkpoint. They stay on the
// backend until somebody wants them.
import type * as tf from "../third_party/tfjs.ts";
import type { Config } from "../config.ts";
import { type Network, splitWeights } from "../model/network.ts";
import {
  Checkpoint,
  type CheckpointState,
  EarlyStopping,
  type EarlyStoppingState,
} from "./early_stopping.ts";
import type { HistoryRow } from "./history.ts";

/** What is kept, as plain data. */
export interface KeeperState {
  /** Early stopping's count. */
  readonly earlyStopping: EarlyStoppingState;
  /** The checkpoint's count. */
  readonly checkpoint: CheckpointState | null;
  /** Weights of the best epoch, if they are to come back. */
  readonly bestWeights: readonly Float32Array[] | null;
  /** Weights of the checkpoint, if there is one. */
  readonly checkpointWeights: readonly Float32Array[] | null;
}

/** Weights kept by the checkpoint. */
export interface CheckpointResult {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** The watched value there. */
  readonly value: number;
  /** In the order of the spec's `weights`. */
  readonly weights: readonly Float32Array[];
}

/** Keeps the weights of the best epoch and of the checkpoint. */
export class Keeper {
  readonly #stopping: EarlyStopping;
  readonly #checkpoint: Checkpoint | null;
  readonly #restore: boolean;
  #best: Weights | null;
  #checked: Weights | null;

  /**
   * @param network Whose weights are kept.
   * @param config What is watched.
   * @param resume What an earlier one kept.
   */
  constructor(
    readonly network: Network,
    readonly config: Config["training"],
    resume?: KeeperState,
  ) {
    const { early_stopping, checkpoint } = config;
    const patience = early_stopping?.patience ?? Infinity;
    this.#stopping = new EarlyStopping(patience, resume?.earlyStopping);
    this.#checkpoint = checkpoint &&
      new Checkpoint(checkpoint, resume?.checkpoint ?? undefined);
    this.#restore = early_stopping?.restore_best_weights ?? false;
    this.#best = resume?.bestWeights ?? null;
    this.#checked = resume?.checkpointWeights ?? null;
  }

  /** Number of the best epoch so far, from 1. */
  get bestEpoch(): number {
    return this.#stopping.state.bestEpoch;
  }

  /** Whether an earlier one had stopped after so many epochs. */
  ended(epochs: number): boolean {
    return this.#stopping.ended(epochs);
  }

  /**
   * Takes an epoch in; true if training ends.
   *
   * @param row The epoch.
   * @param batches Batches of an epoch.
   * @param take Gives the weights after it, as a tensor that is the keeper's.
   */
  see(row: HistoryRow, batches: number, take: () => tf.Tensor): boolean {
    const { early_stopping, checkpoint } = this.config;
    const value = row[early_stopping?.monitor ?? "val_loss"];
    const { improved, stop } = this.#stopping.see(row.epoch, value);
    if (improved && this.#restore) {
      free(this.#best);
      this.#best = take();
    }
    if (
      checkpoint &&
      this.#checkpoint!.see(row.epoch, row[checkpoint.monitor], batches)
    ) {
      free(this.#checked);
      this.#checked = take();
    }
    return stop;
  }

  /** Reads what is kept. */
  async state(): Promise<KeeperState> {
    return {
      earlyStopping: this.#stopping.state,
      checkpoint: this.#checkpoint?.state ?? null,
      bestWeights: await this.#read(this.#best),
      checkpointWeights: await this.#read(this.#checked),
    };
  }

  /** Restores the best weights; gives those of the checkpoint. */
  async finish(): Promise<CheckpointResult | null> {
    const best = await this.#read(this.#best);
    if (best) this.network.setWeights(best);
    const weights = await this.#read(this.#checked);
    if (!weights) return null;
    const { epoch, best: value } = this.#checkpoint!.state;
    return { epoch, value: value!, weights };
  }

  /** Frees its tensors. */
  dispose(): void {
    free(this.#best);
    free(this.#checked);
  }

  async #read(kept: Weights | null): Promise<readonly Float32Array[] | null> {
    if (kept === null || isArrays(kept)) return kept;
    const values = await kept.data() as Float32Array;
    return splitWeights(this.network.spec, values);
  }
}

/** Weights on the backend in one tensor, or here. */
type Weights = tf.Tensor | readonly Float32Array[];

function isArrays(weights: Weights): weights is readonly Float32Array[] {
  return Array.isArray(weights);
}

function free(weights: Weights | null) {
  if (weights !== null && !isArrays(weights)) weights.dispose();
}
