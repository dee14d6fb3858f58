// Splits from a file, such as those that another study has used.
import { InputError } from "../errors.ts";
import type { NamedSplit, SchemeSubject } from "./scheme.ts";

/** Parameters of {@linkcode givenSplits}. */
export interface GivenConfig {
  /** Picks this scheme. */
  readonly kind: "given";
  /**
   * JSON file with a list `splits`: objects with `name` (or `seed`) and lists
   * `train`, `validation` and `test` of samples' names.
   */
  readonly file: string;
}

const PARTS = ["train", "validation", "test"] as const;

/**
 * Reads splits.
 *
 * @param subject Samples, by whose names parts are read.
 * @param text The file's text.
 * @param source Its name, for messages.
 * @throws {InputError} If it is not as {@linkcode GivenConfig} says, names an
 * unknown sample, or has one in two parts.
 */
export function givenSplits(
  { spectra }: SchemeSubject,
  text: string,
  source: string,
): NamedSplit[] {
  const rows = new Map(spectra.samples.map((name, at) => [name, at]));
  const splits = listOf(text, source);
  return splits.map((each, at) => {
    const entry = Object(each) as Record<string, unknown>;
    const name = String(entry.name ?? entry.seed ?? at + 1);
    const where = `${source}, split ${name}`;
    const seen = new Map<number, string>();
    const [train, validation, test] = PARTS.map((part) => {
      const names = entry[part] ?? (part === "validation" ? [] : undefined);
      if (!Array.isArray(names)) {
        throw new InputError(`${where}: has no list "${part}"; expected one`);
      }
      return names.map((sample) => {
        const row = rows.get(String(sample));
        if (row === undefined) {
          throw new InputError(
            `${where}, ${part}: there is no sample ${sample} in the data`,
          );
        }
        const before = seen.get(row);
        if (before !== undefined) {
          throw new InputError(
            `${where}: sample ${sample} is in ${before} and in ${part}; ` +
              "expected it in one part",
          );
        }
        seen.set(row, part);
        return row;
      });
    });
    if (train.length === 0 || test.length === 0) {
      throw new InputError(
        `${where}: has ${train.length} samples to train on and ` +
          `${test.length} to test; expected at least one of each`,
      );
    }
    return { name, split: { train, validation, test } };
  });
}

function listOf(text: string, source: string): unknown[] {
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new InputError(`${source}: is not JSON; expected a list of splits`);
  }
  const splits = (Object(file) as { splits?: unknown }).splits ?? file;
  if (Array.isArray(splits) && splits.length > 0) return splits;
  throw new InputError(`${source}: has no list "splits"; expected one`);
}
