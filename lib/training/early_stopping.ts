// When to stop, which weights to keep: Keras's EarlyStopping and ModelCheckpoint
// as bookkeeping over numbers. Both take an epoch's value and say whether it is
// the best so far; the weights are the caller's.
import type { Config } from "../config.ts";

/** Where early stopping stands, as plain data. */
export interface EarlyStoppingState {
  /** Epochs since the best one. */
  readonly wait: number;
  /** The best epoch (from 1), or 0 before the first. */
  readonly bestEpoch: number;
  /** Its value, or null before the first. */
  readonly best: number | null;
}

/** What an epoch means. */
export interface Verdict {
  /** Whether this epoch is the best so far. */
  readonly improved: boolean;
  /** Whether training ends here. */
  readonly stop: boolean;
}

/**
 * `keras.callbacks.EarlyStopping` with `min_delta=0`, smaller is better: a value
 * equal to the best one is no improvement; training ends after the epoch that
 * makes `patience` epochs without one, but never after the first.
 *
 * @example
 * ```ts
 * import { EarlyStopping } from "./early_stopping.ts";
 *
 * const stopping = new EarlyStopping(2);
 * const stops = [3, 2, 2, 4].map((loss, i) => stopping.see(i + 1, loss).stop);
 * if (stops.join() !== "false,false,false,true") throw new Error();
 * if (stopping.state.bestEpoch !== 2) throw new Error();
 * ```
 */
export class EarlyStopping {
  /** Where it stands. */
  state: EarlyStoppingState;

  /**
   * @param patience Epochs without improvement before the end.
   * @param state Where an earlier one stood.
   */
  constructor(readonly patience: number, state?: EarlyStoppingState) {
    this.state = state ?? { wait: 0, bestEpoch: 0, best: null };
  }

  /** Whether training had ended when it stood here. */
  ended(epochs: number): boolean {
    const { wait } = this.state;
    return wait > 0 && wait >= this.patience && epochs > 1;
  }

  /** Takes an epoch's value in. */
  see(epoch: number, value: number): Verdict {
    const { wait, best } = this.state;
    if (best === null || value < best) {
      this.state = { wait: 0, bestEpoch: epoch, best: value };
      return { improved: true, stop: false };
    }
    this.state = { ...this.state, wait: wait + 1 };
    return { improved: false, stop: wait + 1 >= this.patience && epoch > 1 };
  }
}

/** Where the checkpoint stands, as plain data. */
export interface CheckpointState {
  /** Batches since the last look. */
  readonly batches: number;
  /** The kept epoch (from 1), or 0 for none. */
  readonly epoch: number;
  /** Its value, or null for none. */
  readonly best: number | null;
}

/**
 * The best weights among those looked at every so many batches, as Code S2's
 * `ModelCheckpoint(save_freq=500, save_best_only=True)` means it. Validation
 * values exist only at the end of an epoch (Keras, asked in mid-epoch, has none
 * and either skips or saves without comparing, by version); so the look is
 * taken at the end of the epoch in which the batches are full.
 */
export class Checkpoint {
  /** Where it stands. */
  state: CheckpointState;

  /**
   * @param config Batches between looks, and what is watched.
   * @param state Where an earlier one stood.
   */
  constructor(
    readonly config: NonNullable<Config["training"]["checkpoint"]>,
    state?: CheckpointState,
  ) {
    this.state = state ?? { batches: 0, epoch: 0, best: null };
  }

  /** Takes an epoch in; true if its weights are to be kept. */
  see(epoch: number, value: number, batches: number): boolean {
    const { state } = this;
    const seen = state.batches + batches;
    if (seen < this.config.every_batches) {
      this.state = { ...state, batches: seen };
      return false;
    }
    const improved = state.best === null || value < state.best;
    this.state = improved
      ? { batches: 0, epoch, best: value }
      : { ...state, batches: 0 };
    return improved;
  }
}
