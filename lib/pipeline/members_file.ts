// From the values of an ensemble's members to the rows of their table.
import type { Config } from "../config.ts";
import type { Split } from "../training/split.ts";
import type { SampleRow } from "./archive.ts";
import { foldsOf } from "./members.ts";
import {
  encodeMembers,
  ENSEMBLE_FILE,
  type MembersRow,
} from "./members_table.ts";
import type { Trained } from "./network.ts";

/** What was trained, and on what. */
interface Made {
  readonly split: Split;
  readonly trained: Trained;
}

/** Rows of all samples and targets; undefined for a single network. */
export function membersRows(
  { targets, training: { ensemble } }: Config,
  samples: readonly SampleRow[],
  { split, trained: { members } }: Made,
): MembersRow[] | undefined {
  if (!ensemble || !members) return undefined;
  const folds = foldsOf(split.train, ensemble);
  return samples.flatMap(({ sample, part, values }, row) =>
    targets.map((target, at): MembersRow => ({
      sample,
      part,
      fold: folds.get(row) ?? null,
      target,
      measured: values[at],
      values: members.map((all) => all[row * targets.length + at]),
    }))
  );
}

/** `ensemble.csv`; nothing for a single network. */
export function membersFile(
  config: Config,
  samples: readonly SampleRow[],
  made: Made,
): Record<string, Uint8Array<ArrayBuffer>> {
  const rows = membersRows(config, samples, made);
  return rows ? { [ENSEMBLE_FILE]: encodeMembers(rows, config) } : {};
}
