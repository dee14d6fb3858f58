// A checkpoint as bytes: magic, version, a JSON header, all numbers as one
// .npy, and a SHA-256 over everything before it. A file that was cut short or
// has one wrong bit is known by its last 32 bytes.
import { createHash } from "node:crypto";
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { decodeNpy, encodeNpy } from "../artifacts/npy.ts";
import { InputError } from "../errors.ts";
import type { CheckpointKey } from "./checkpoint_key.ts";
import type { TrainingState } from "./train.ts";

/** Version of the format. */
export const CHECKPOINT_VERSION = 1;

const MAGIC = new TextEncoder().encode("stibnite");
const START = MAGIC.length + 8;
const DIGEST = 32;

/** A checkpoint, read. */
export interface CheckpointFile {
  /** What it belongs to. */
  readonly key: CheckpointKey;
  /** Where training stood. */
  readonly state: TrainingState;
}

/** The lists of weights in a state, in the order of the file. */
const LISTS = [
  "weights",
  "momentums",
  "velocities",
  "bestWeights",
  "checkpointWeights",
] as const;

type Lists = Record<typeof LISTS[number], readonly Float32Array[] | null>;

interface Header
  extends Pick<TrainingState, "history" | "earlyStopping" | "checkpoint"> {
  readonly key: CheckpointKey;
  readonly iterations: number;
  /** Length of each array of each list. */
  readonly lengths: Record<typeof LISTS[number], readonly number[] | null>;
}

/**
 * Writes a checkpoint.
 *
 * @param file State and key.
 * @returns The same bytes for the same state on every machine.
 */
export function encodeCheckpoint(
  { key, state }: CheckpointFile,
): Uint8Array<ArrayBuffer> {
  const lists: Lists = {
    weights: state.weights,
    momentums: state.optimizer.momentums,
    velocities: state.optimizer.velocities,
    bestWeights: state.bestWeights,
    checkpointWeights: state.checkpointWeights,
  };
  const header: Header = {
    key,
    history: state.history,
    earlyStopping: state.earlyStopping,
    checkpoint: state.checkpoint,
    iterations: state.optimizer.iterations,
    lengths: Object.fromEntries(
      LISTS.map((name) => [name, lists[name]?.map((a) => a.length) ?? null]),
    ) as Header["lengths"],
  };
  const text = new TextEncoder().encode(canonicalJson(header));
  const numbers = concatenate(LISTS.flatMap((name) => lists[name] ?? []));
  const body = encodeNpy(numbers, [numbers.length]);
  const bytes = new Uint8Array(START + text.length + body.length + DIGEST);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(MAGIC.length, CHECKPOINT_VERSION, true);
  view.setUint32(MAGIC.length + 4, text.length, true);
  bytes.set(text, START);
  bytes.set(body, START + text.length);
  bytes.set(digest(bytes.subarray(0, -DIGEST)), bytes.length - DIGEST);
  return bytes;
}

/**
 * Reads a checkpoint.
 *
 * @param bytes The whole file.
 * @param path Its name, for messages.
 * @throws {InputError} If it is damaged, or no checkpoint of this version.
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  path: string,
): CheckpointFile {
  const fail = (found: string): never => {
    throw new InputError(`${path}: ${found}`);
  };
  if (bytes.length < START + DIGEST) fail("is cut short");
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) fail("is no checkpoint");
  const made = digest(bytes.subarray(0, -DIGEST));
  if (made.some((byte, at) => bytes[bytes.length - DIGEST + at] !== byte)) {
    fail("is damaged: it is not what its SHA-256 says");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(MAGIC.length, true);
  if (version !== CHECKPOINT_VERSION) {
    fail(`has format version ${version}; expected ${CHECKPOINT_VERSION}`);
  }
  const end = START + view.getUint32(MAGIC.length + 4, true);
  const header: Header = JSON.parse(
    new TextDecoder().decode(bytes.subarray(START, end)),
  );
  const { data } = decodeNpy(bytes.subarray(end, -DIGEST), path);
  let at = 0;
  const lists = Object.fromEntries(LISTS.map((name) => [
    name,
    header.lengths[name]?.map((size) =>
      data.slice(at, at += size) as Float32Array
    ) ?? null,
  ])) as Lists;
  return {
    key: header.key,
    state: {
      history: header.history,
      weights: lists.weights!,
      optimizer: {
        iterations: header.iterations,
        momentums: lists.momentums!,
        velocities: lists.velocities!,
      },
      earlyStopping: header.earlyStopping,
      checkpoint: header.checkpoint,
      bestWeights: lists.bestWeights,
      checkpointWeights: lists.checkpointWeights,
    },
  };
}

function concatenate(arrays: readonly Float32Array[]): Float32Array {
  const size = arrays.reduce((sum, { length }) => sum + length, 0);
  const all = new Float32Array(size);
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

function digest(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}
