// Names of what bench/gpu.ts measures; light, so that a task can check them.
import { UsageError } from "../../lib/errors.ts";
import { nearest } from "../../lib/nearest.ts";

/** Names of the parts, in the order in which they run. */
export const GPU_PARTS = [
  "step",
  "peers",
  "epoch",
  "spectrograms",
  "kernels",
  "claims",
  "stock",
  "whole",
] as const;

/** A part's name. */
export type GpuPart = typeof GPU_PARTS[number];

/** Takes minutes: only where it is named. */
const IF_NAMED: readonly GpuPart[] = ["whole"];

/**
 * Which parts `--only` means.
 *
 * @param only Names with commas between them; all but `whole` if not given.
 * @throws {UsageError} If one has no such name.
 */
export function gpuParts(only: string | undefined): readonly GpuPart[] {
  if (only === undefined) {
    return GPU_PARTS.filter((part) => !IF_NAMED.includes(part));
  }
  const known: readonly string[] = GPU_PARTS;
  const names = only.split(",");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names as GpuPart[];
  const guess = nearest(unknown, known);
  throw new UsageError(
    `No measurement of the GPU is called ${unknown}; ` +
      (guess ? `did you mean ${guess}?` : `there are ${known.join(", ")}.`),
  );
}
