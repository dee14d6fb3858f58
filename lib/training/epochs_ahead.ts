// Epochs in their order, of which some are under way before the first of them is
// read. Training that went on past its end is as if it had not been: the state
// at the end of each epoch is kept until the epoch is judged.
import type { Network } from "../model/network.ts";
import { findRecorder } from "../model/recorder.ts";
import type { Adam, AdamState } from "./adam.ts";
import { type EpochParts, runEpoch } from "./epoch.ts";
import type { EpochBatches } from "./epoch_batches.ts";
import type { HistoryRow } from "./history.ts";
import { Snapshot } from "./snapshot.ts";

/** An epoch that is under way, or done. */
interface Running {
  readonly epoch: number;
  readonly losses: Promise<Omit<HistoryRow, "epoch">>;
  /** The state after it; null where no later epoch begins before it is judged. */
  readonly after: Snapshot | null;
}

/** What {@linkcode EpochsAhead} runs. */
export interface EpochsRequest {
  readonly network: Network;
  readonly optimizer: Adam;
  readonly batches: EpochBatches;
  readonly parts: Omit<EpochParts, "train" | "once">;
  /** Epochs so far. */
  readonly done: number;
  /** The last epoch there may be. */
  readonly last: number;
  /** Whether the optimizer's state may be asked for. */
  readonly whole: boolean;
}

/** Runs epochs, some of them ahead. */
export class EpochsAhead {
  readonly #running: Running[] = [];
  readonly #ahead: number;
  #begun: number;
  #current: Running | null = null;

  /** @param request What is run. */
  constructor(readonly request: EpochsRequest) {
    this.#ahead = findRecorder()?.ahead ?? 0;
    this.#begun = request.done;
  }

  /** The losses of the next epoch. */
  async next(): Promise<HistoryRow> {
    const { last } = this.request;
    while (this.#running.length <= this.#ahead && this.#begun < last) {
      this.#running.push(this.#begin(++this.#begun));
    }
    this.#current?.after?.dispose();
    this.#current = this.#running.shift()!;
    const { epoch, losses } = this.#current;
    return { epoch, ...await losses };
  }

  /** A tensor of all weights after the epoch that {@linkcode next} gave. */
  takeWeights() {
    return this.#current?.after?.takeWeights() ??
      this.request.network.snapshot();
  }

  /** Reads weights and optimizer after that epoch. */
  async state(): Promise<{
    readonly weights: readonly Float32Array[];
    readonly optimizer: AdamState;
  }> {
    const { network, optimizer } = this.request;
    const after = this.#current?.after;
    return {
      weights: await (after?.weights() ?? network.getWeights()),
      optimizer: await (after?.optimizerState() ?? optimizer.state()),
    };
  }

  /**
   * Gives the network the weights after that epoch, where later ones have begun.
   * The optimizer stays ahead: it has no step to take any more.
   */
  async rewind(): Promise<void> {
    if (this.#running.length === 0) return;
    await this.#settle();
    const weights = await this.#current?.after?.weights();
    if (weights) this.request.network.setWeights(weights);
  }

  /** Frees what is kept. */
  async dispose(): Promise<void> {
    await this.#settle();
    this.#current?.after?.dispose();
    this.#current = null;
  }

  #begin(epoch: number): Running {
    const { network, optimizer, batches, parts, whole } = this.request;
    const losses = runEpoch(network, optimizer, {
      ...parts,
      train: batches.of(epoch),
      once: batches.once,
    });
    losses.catch(() => {}); // whoever asks for them sees it
    const after = this.#ahead > 0
      ? new Snapshot(network, optimizer, whole)
      : null;
    return { epoch, losses, after };
  }

  async #settle(): Promise<void> {
    for (const { losses, after } of this.#running.splice(0)) {
      await losses.catch(() => {});
      after?.dispose();
    }
  }
}
