// A JCAMP-DX file is a row of labelled data records, `##LABEL= value`, each up
// to the next; a value may go on over lines, and `$$` begins a comment. Records
// from `##TITLE=` to `##END=` are a block, and a block of DATA TYPE LINK holds
// blocks.
//
// Source: McDonald and Wilks 1988, "JCAMP-DX: A Standard Form for Exchange of
// Infrared Spectra in Computer Readable Form", Applied Spectroscopy 42, 151.
import { InputError } from "../../errors.ts";

/** What stands behind a label. */
export interface JcampRecord {
  /** Line of the file, from 1. */
  readonly line: number;
  /** The text up to the next record, comments and all. */
  readonly text: string;
}

/** A block of a file. */
export interface JcampBlock {
  /** Line of its `##TITLE=`. */
  readonly line: number;
  /** Records by label: capitals, without blanks, dashes, slashes, underscores. */
  readonly records: ReadonlyMap<string, JcampRecord>;
  /** The blocks within it. */
  readonly blocks: readonly JcampBlock[];
}

/** More than anyone links into one file. */
const MOST_BLOCKS = 100_000;

/** Blocks within blocks. */
const DEEPEST = 8;

/** Records of a file: what damage can make of 64 MiB fits no memory. */
const MOST_RECORDS = 1_000_000;

const LONGEST_LABEL = 256;

/** Characters of a value that is not a table. */
const LONGEST_VALUE = 10_000;

/** Labels whose value changes what a spectrum is. */
const DECIDING =
  /^(JCAMPDX|DATATYPE|[XY]UNITS|[XY]FACTOR|FIRST[XY]|LASTX|DELTAX|NPOINTS|XYDATA|XYPOINTS|PEAKTABLE|M(AX|IN)Y|BLOCKS)$/;

/**
 * Takes a file apart.
 *
 * @param text The file.
 * @param path Its name, for messages.
 * @returns The outermost blocks.
 * @throws {InputError} If a block does not end, or records are not as they
 * should be.
 */
export function readBlocks(text: string, path: string): readonly JcampBlock[] {
  const top: OpenBlock = { line: 1, records: new Map(), blocks: [] };
  const open = [top];
  let records = 0;
  let blocks = 0;
  for (const { label, ...record } of eachRecord(text, path)) {
    const { line } = record;
    if (label === "TITLE") {
      const block = { line, records: new Map(), blocks: [] };
      open.at(-1)!.blocks.push(block);
      open.push(block);
      blocks++;
    } else if (open.length === 1) {
      throw new InputError(
        `${path}, line ${line}: found ##${label}= outside a block; expected ` +
          "##TITLE=",
      );
    }
    if (
      blocks > MOST_BLOCKS || open.length > DEEPEST || ++records > MOST_RECORDS
    ) {
      throw new InputError(
        `${path}, line ${line}: found ${blocks} blocks with ${records} ` +
          `records, ${open.length - 1} blocks in each other; expected fewer`,
      );
    }
    if (label === "END") open.pop();
    else keep(open.at(-1)!, label, record, path);
  }
  if (open.length > 1) {
    throw new InputError(
      `${path}: is cut short; the block of line ${open.at(-1)!.line} has no ` +
        "##END=",
    );
  }
  return top.blocks;
}

/**
 * The value of a record.
 *
 * @returns Its lines without comments and blanks around them; of a long text the
 * beginning.
 */
export function plainValue({ text }: JcampRecord): string {
  return Array.from(eachLine(text.slice(0, LONGEST_VALUE)), ({ text }) => text)
    .join("\n");
}

/**
 * The lines of a record that hold something, from its label's on.
 *
 * @param text The record's text.
 * @param line Line of the file on which it begins.
 * @returns Lines without comments and blanks around them.
 */
export function* eachLine(text: string, line = 1): Generator<JcampRecord> {
  let counted = 0;
  for (const { index, 0: whole } of text.matchAll(/\S[^\r\n]*/g)) {
    const comment = whole.indexOf("$$");
    const value = (comment < 0 ? whole : whole.slice(0, comment)).trimEnd();
    if (value === "") continue;
    line += countLines(text, counted, index);
    counted = index;
    yield { line, text: value };
  }
}

interface OpenBlock {
  readonly line: number;
  readonly records: Map<string, JcampRecord>;
  readonly blocks: JcampBlock[];
}

function keep(
  { records }: OpenBlock,
  label: string,
  record: JcampRecord,
  path: string,
): void {
  const first = records.get(label);
  if (!first) {
    records.set(label, record);
    return;
  }
  // Remarks and records of the instrument's own may be repeated.
  if (!DECIDING.test(label)) return;
  const same = plainValue(first) === plainValue(record) &&
    first.text.length <= LONGEST_VALUE;
  if (!same) {
    throw new InputError(
      `${path}, line ${record.line}: ##${label}= stands a second time and ` +
        `not as in line ${first.line}; expected one in a block`,
    );
  }
}

/** Records in order; what is before the first is passed over. */
function* eachRecord(
  text: string,
  path: string,
): Generator<JcampRecord & { readonly label: string }> {
  const start = /^[ \t]*##/gm;
  let line = 1;
  let counted = 0;
  let found = start.exec(text);
  while (found) {
    line += countLines(text, counted, found.index);
    counted = found.index;
    const from = start.lastIndex;
    found = start.exec(text);
    const end = found?.index ?? text.length;
    const label = text.slice(from, Math.min(from + LONGEST_LABEL, end));
    const equals = label.indexOf("=");
    if (equals < 0) {
      throw new InputError(
        `${path}, line ${line}: found "##${label.slice(0, 20).trim()}"; ` +
          "expected a record ##LABEL= value",
      );
    }
    yield {
      label: label.slice(0, equals).toUpperCase().replace(/[ \t/_-]/g, ""),
      line,
      text: text.slice(from + equals + 1, end),
    };
  }
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}
