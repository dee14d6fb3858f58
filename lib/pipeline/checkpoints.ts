// The checkpoints of a run on disk: two generations, written in turn, so that
// one is whole whatever happens to the other.
import { replaceFile } from "../artifacts/store.ts";
import { InputError } from "../errors.ts";
import {
  type CheckpointFile,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../training/checkpoint_file.ts";
import {
  type CheckpointKey,
  keyDifference,
} from "../training/checkpoint_key.ts";
import type { StateKeeper, TrainingState } from "../training/train.ts";

/** How a run keeps checkpoints, and what it does with those it finds. */
export interface CheckpointOptions {
  /** Folder for them. */
  readonly folder: string;
  /** Epochs between them; by the clock if not given. */
  readonly every?: number;
  /** Checkpoints that do not fit are discarded rather than refused. */
  readonly force?: boolean;
  /** Called with a sentence where a person should know what was found. */
  readonly note?: (sentence: string) => void;
}

const NAMES = ["training-0", "training-1"] as const;

/** By the clock: this often, but never so often that writing costs over 2 %. */
const INTERVAL_MS = 10_000;
const COST = 50;

/** Keeps the state of training on disk. */
export class Checkpoints implements StateKeeper {
  #last = performance.now();
  #kept: number;
  #interval = INTERVAL_MS;

  /**
   * @param options Where, and how often.
   * @param key What the checkpoints belong to.
   * @param resume The newest sound one, if there is one that fits.
   * @param next Which generation is written next.
   */
  constructor(
    readonly options: CheckpointOptions,
    readonly key: CheckpointKey,
    readonly resume: TrainingState | undefined,
    private next: number,
  ) {
    this.#kept = resume?.history.length ?? 0;
  }

  /** Whether the state after this epoch is to be written. */
  due(epoch: number): boolean {
    const { every } = this.options;
    return every === undefined
      ? performance.now() - this.#last >= this.#interval
      : epoch % every === 0;
  }

  /**
   * Writes a state over the older generation.
   *
   * @throws {InputError} If the disk is full; the newer generation stays.
   */
  async save(state: TrainingState): Promise<void> {
    const start = performance.now();
    const bytes = encodeCheckpoint({ key: this.key, state });
    try {
      await replaceFile(`${this.options.folder}/${NAMES[this.next]}`, bytes);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const from = this.#kept > 0
        ? `goes on after epoch ${this.#kept}`
        : "starts anew";
      throw new InputError(
        `${error.message}; when that is mended, the same command ${from}`,
      );
    }
    this.next = 1 - this.next;
    this.#kept = state.history.length;
    this.#last = performance.now();
    this.#interval = Math.max(INTERVAL_MS, COST * (this.#last - start));
  }
}

/**
 * Looks for checkpoints of a run.
 *
 * @param options Where, and what to do with those that do not fit.
 * @param key What this run's checkpoints belong to.
 * @param epochs Epochs of this run.
 * @returns Those to go on with; its `resume` is the newest sound state.
 * @throws {InputError} If the newest sound one belongs to something else or
 * stands beyond the last epoch, unless forced.
 */
export async function openCheckpoints(
  options: CheckpointOptions,
  key: CheckpointKey,
  epochs: number,
): Promise<Checkpoints> {
  const { folder, force = false, note = () => {} } = options;
  const found: { at: number; file: CheckpointFile }[] = [];
  const damaged: string[] = [];
  for (const [at, name] of NAMES.entries()) {
    await Deno.remove(`${folder}/${name}.part`).catch(() => {});
    try {
      const file = await readCheckpoint(`${folder}/${name}`);
      if (file) found.push({ at, file });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      damaged.push(error.message);
    }
  }
  const epoch = ({ file }: typeof found[number]) => file.state.history.length;
  const [newest] = found.sort((a, b) => epoch(b) - epoch(a));
  if (damaged.length > 0) {
    const use = newest
      ? "the other checkpoint is used"
      : "training starts anew";
    note(`${damaged.join("; ")}; ${use}.`);
  }
  const start = () => new Checkpoints(options, key, undefined, 0);
  if (newest === undefined) return start();
  const problem = mismatch(newest.file, key, epochs);
  if (problem === null) {
    note(`Resumes after epoch ${epoch(newest)}.`);
    return new Checkpoints(options, key, newest.file.state, 1 - newest.at);
  }
  if (!force) {
    throw new InputError(
      `${folder}: has a checkpoint after epoch ${epoch(newest)} that does ` +
        `not fit this run: ${problem}; give another --out, or --force to ` +
        "start anew",
    );
  }
  for (const name of NAMES) {
    await Deno.remove(`${folder}/${name}`).catch(() => {});
  }
  note(`Starts anew: the checkpoint does not fit (${problem}).`);
  return start();
}

async function readCheckpoint(path: string): Promise<CheckpointFile | null> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(
      `${path}: cannot be read (${(error as Error).message})`,
    );
  }
  return decodeCheckpoint(bytes, path);
}

function mismatch(
  { key: there, state }: CheckpointFile,
  here: CheckpointKey,
  epochs: number,
): string | null {
  const difference = keyDifference(there, here);
  if (difference !== null) return difference;
  const stands = state.history.length;
  return stands > epochs
    ? `it stands beyond the ${epochs} epochs of this run`
    : null;
}
