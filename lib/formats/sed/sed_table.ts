// A Spectral Evolution file in two parts: header lines by key, and the columns
// that reflectance is made of.
import { InputError } from "../../errors.ts";
import {
  fieldLines,
  type FieldTable,
  fieldTable,
} from "../shared/field_text.ts";
import { type SedColumns, sedColumns } from "./sed_columns.ts";

/** Lines that such a file begins with; some may be missing. */
const KEYS =
  /^(Comment|Version|File Name|Instrument|Detectors|Measurement|Date|Averages|Integration|Dark Mode|Foreoptic|Radiometric Calibration|Wavelength Range|Channels|Columns|Data)\b[^:]*:/;

/** So many of them are no accident. */
const ENOUGH_KEYS = 3;

/** Whether the first bytes are those of a Spectral Evolution file. */
export function looksLikeSed(head: Uint8Array): boolean {
  const lines = fieldLines(head).filter((line) => line.trim() !== "");
  return KEYS.test(lines[0] ?? "") &&
    lines.filter((line) => KEYS.test(line)).length >= ENOUGH_KEYS;
}

/** A file's header and columns. */
export interface SedTable {
  /** The file, for messages. */
  readonly path: string;
  /** Values by key in small letters. */
  readonly header: ReadonlyMap<string, string>;
  readonly columns: SedColumns;
  /** Those of the columns that are wanted. */
  readonly table: FieldTable;
}

/**
 * Reads a file's header and columns.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @param alone Whether a target without its reference will do.
 * @throws {InputError} If lines are missing, or there is no reflectance, and
 * nothing to make it of.
 */
export function readSedTable(
  bytes: Uint8Array,
  path: string,
  alone = false,
): SedTable {
  const lines = fieldLines(bytes);
  const data = lines.findIndex((line) => /^\s*Data\s*:\s*$/i.test(line));
  if (data < 0) {
    throw new InputError(`${path}: has no line "Data:"; expected one`);
  }
  const header = readHeader(lines.slice(0, data));
  const below = lines.slice(data + 1).findIndex((line) => line.trim() !== "");
  const at = data + 1 + Math.max(0, below);
  const columns = sedColumns(lines[at] ?? "", {
    measurement: header.get("measurement") ?? "",
    integration: header.get("integration") ?? "",
    count: Number(/\[(\d+)\]/.exec(columnsLine(lines, data))?.[1]),
    path,
    line: at + 1,
    alone,
  });
  const table = fieldTable(lines, { path, start: at + 1, ...columns });
  checkChannels(table.lines.length, header.get("channels"), path);
  return { path, header, columns, table };
}

/** The line `Columns [4]:`, which stands shortly before the data. */
function columnsLine(lines: readonly string[], data: number): string {
  return lines.slice(0, data).findLast((line) => /^Columns\b/.test(line)) ?? "";
}

/** Values by key in small letters; `Integration [AUTO,AUTO]` loses brackets. */
function readHeader(lines: readonly string[]): Map<string, string> {
  const header = new Map<string, string>();
  const { comment, end } = readComment(lines);
  for (const line of lines.slice(end)) {
    const [, key, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const name = key.replace(/\s*\[.*\]\s*$/, "").trim().toLowerCase();
    if (!header.has(name)) header.set(name, value.trim());
  }
  return header.set("comment", comment);
}

/** The operator's comment may go on below its line, and hold colons. */
function readComment(
  lines: readonly string[],
): { comment: string; end: number } {
  const start = lines.findIndex((line) => /^Comment\s*:/.test(line));
  if (start < 0) return { comment: "", end: 0 };
  const version = lines.findIndex((line) => /^Version\s*:/.test(line));
  const next = lines.findIndex((line, at) => at > start && KEYS.test(line));
  const end = version > start ? version : next < 0 ? lines.length : next;
  const comment = [
    lines[start].replace(/^Comment\s*:/, ""),
    ...lines.slice(start + 1, end),
  ].map((line) => line.trim()).filter((line) => line !== "").join(" ");
  // What stands above the comment is header, too.
  return { comment, end: start > 0 ? 0 : end };
}

function checkChannels(
  rows: number,
  channels: string | undefined,
  path: string,
): void {
  if (channels === undefined || Number(channels) === rows) return;
  throw new InputError(
    `${path}: has ${rows} wavelengths; expected ${channels}, as its line ` +
      '"Channels" says',
  );
}

/** Of the pair "reference,target", the target's. */
export function ofTarget(value: string | undefined): string {
  return (value ?? "").split(",").at(-1)!.trim();
}
