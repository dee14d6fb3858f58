// What a checkpoint belongs to: everything that decides which weights training
// ends with, as it reaches training. Two runs with one key may finish each
// other's work; others may not. The number of epochs is no part of it: epoch
// 120 of 300 is epoch 120 of 500.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { encodeNpy } from "../artifacts/npy.ts";
import { sha256 } from "../artifacts/sha256.ts";
import type { OpenBackend } from "../backend/open.ts";
import type { NetworkConfig, TrainingConfig } from "../config/types.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import type { Split } from "./split.ts";

/** JSON, as far as a key has it. */
type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};

/** What a checkpoint belongs to, as JSON. */
export type CheckpointKey = Readonly<Record<string, Json>>;

/** What {@linkcode checkpointKey} is made from. */
export interface KeyParts {
  /** What the network learns from. */
  readonly images: ImageStack;
  /** Targets of all samples. */
  readonly targets: Float64Array;
  /** Who trains, who is watched. */
  readonly split: Split;
  readonly network: NetworkConfig;
  readonly training: TrainingConfig;
  readonly backend: Pick<OpenBackend, "name" | "adapter">;
  /** Code that trains: package and version, Deno, the kind of processor. */
  readonly program: string;
}

/**
 * Makes the key of a training.
 *
 * @param parts What decides its result.
 */
export function checkpointKey(parts: KeyParts): CheckpointKey {
  const { images, targets, split, network, training, backend } = parts;
  const { samples, bins, frames, channels, data } = images;
  const { epochs, ...others } = training;
  // A cosine knows its end: other epochs, other rates.
  const rest = training.optimizer.schedule === "cosine"
    ? { ...others, epochs }
    : others;
  const key = {
    spectrograms: sha256(encodeNpy(data, [samples, bins, frames, channels])),
    values: sha256(encodeNpy(targets, [targets.length])),
    split: sha256(new TextEncoder().encode(canonicalJson(split))),
    network,
    training: rest,
    backend: backend.name,
    adapter: backend.adapter,
    program: parts.program,
  };
  return JSON.parse(canonicalJson(key));
}

/**
 * Says how two keys differ.
 *
 * @param there Of a checkpoint.
 * @param here Of this run.
 * @returns The first difference in words, or null if there is none.
 *
 * @example
 * ```ts
 * import { keyDifference } from "./checkpoint_key.ts";
 *
 * const here = { training: { batch_size: 32 } };
 * console.log(keyDifference({ training: { batch_size: 64 } }, here));
 * // its training.batch_size is 64, and here 32
 * ```
 */
export function keyDifference(
  there: CheckpointKey,
  here: CheckpointKey,
): string | null {
  // In this order: another backend makes other spectrograms, too.
  for (const name of ["backend", "adapter", "program"]) {
    const [a, b] = [text(there[name] ?? null), text(here[name] ?? null)];
    if (a !== b) return `its ${name} is ${a}, and here ${b}`;
  }
  for (const [name, noun] of Object.entries(NOUNS)) {
    if (there[name] !== here[name]) return `it has other ${noun}`;
  }
  const found = flatten(there);
  const wanted = flatten(here);
  for (const path of [...new Set([...found.keys(), ...wanted.keys()])].sort()) {
    const [a, b] = [found.get(path) ?? "none", wanted.get(path) ?? "none"];
    if (a !== b) return `its ${path} is ${a}, and here ${b}`;
  }
  return null;
}

const NOUNS: Readonly<Record<string, string>> = {
  spectrograms: "spectrograms",
  values: "laboratory values",
  split: "parts to train and to test on",
};

function text(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Leaves by their path, such as `network.blocks.0.filters`. */
function flatten(value: Json, path = ""): Map<string, string> {
  if (value === null || typeof value !== "object") {
    return new Map([[path, text(value)]]);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[path, text(value)]]);
  return new Map(entries.flatMap(([key, inner]) => [
    ...flatten(inner, path === "" ? key : `${path}.${key}`),
  ]));
}
