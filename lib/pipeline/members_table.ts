// `ensemble.csv`: what each member of an ensemble predicts, and which of them
// has not learnt from a sample.
import {
  decodeTable,
  encodeTable,
  tableNumber,
} from "../artifacts/csv_table.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Prediction } from "../evaluation/evaluate.ts";

/** Name of the artifact in a run. */
export const ENSEMBLE_FILE = "ensemble.csv";

/** A sample and target as all members have it. */
export interface MembersRow extends Omit<Prediction, "predicted"> {
  /** The member, from 0, that has not learnt from it, or null. */
  readonly fold: number | null;
  /** Values of the members. */
  readonly values: readonly number[];
}

type Named = Pick<Config, "targets"> & {
  readonly training: Pick<Config["training"], "ensemble">;
};

function headerOf({ targets, training }: Named): string[] {
  const { members } = training.ensemble!;
  return [
    ...["sample", "part", "fold"],
    ...(targets.length > 1 ? ["target"] : []),
    "measured",
    ...Array.from({ length: members }, (_, member) => `member_${member + 1}`),
  ];
}

/** Writes `ensemble.csv`. */
export function encodeMembers(
  rows: readonly MembersRow[],
  config: Named,
): Uint8Array<ArrayBuffer> {
  const several = config.targets.length > 1;
  return encodeTable(
    headerOf(config),
    rows.map(({ sample, part, fold, target, measured, values }) => [
      ...[sample, part, fold === null ? "" : fold + 1],
      ...(several ? [target] : []),
      ...[measured, ...values],
    ]),
  );
}

/**
 * Reads `ensemble.csv`.
 *
 * @throws {InputError} If it is not that of such a config.
 */
export function decodeMembers(
  bytes: Uint8Array,
  config: Named,
  source: string,
): MembersRow[] {
  const header = headerOf(config);
  const columns = header.filter((name) => name.startsWith("member_"));
  return decodeTable(bytes, header, source).map((record) => ({
    sample: record.sample,
    part: partOf(record.part, source),
    fold: record.fold === ""
      ? null
      : foldOf(tableNumber(record, "fold", source), columns.length, source),
    target: record.target ?? config.targets[0],
    measured: tableNumber(record, "measured", source),
    values: columns.map((name) => tableNumber(record, name, source)),
  }));
}

function partOf(text: string, source: string): Prediction["part"] {
  if (text === "train" || text === "validation" || text === "test") return text;
  throw new InputError(
    `${source}: column part has "${text}"; expected train, validation or test`,
  );
}

function foldOf(value: number, members: number, source: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= members) {
    return value - 1;
  }
  throw new InputError(
    `${source}: column fold has "${value}"; expected 1 to ${members}`,
  );
}
