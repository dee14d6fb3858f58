// Whether a page holds what its header says: the library makes room for values
// before it reads them, reads beyond the page, and takes numbers of a lost
// dictionary for values.
import { readDeltas } from "./deltas.ts";
import type { Page } from "./pages.ts";
import { checkRuns } from "./run_lengths.ts";

/** What is known of a column's values. */
export interface ColumnKind {
  /** Parquet's name of their type. */
  readonly type: string;
  /** Bytes of one, where the type does not say. */
  readonly width: number;
  /** Level of a value that is there. */
  readonly definition: number;
  /** Highest level of a value in lists. */
  readonly repetition: number;
}

/** Numbers of Parquet's encodings. */
const PLAIN = 0;
const RLE = 3;
const DELTA_NUMBERS = 5;
const DELTA_LENGTHS = 6;
const DELTA_TEXTS = 7;
const SPLIT = 9;
const DICTIONARY: readonly number[] = [2, 8];

const BYTES: Readonly<Record<string, number>> = {
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
};
/** Texts may begin as the one before, and so come out longer than they are. */
const LONGEST_TEXTS = 1 << 28;

/**
 * Refuses a page that does not hold what its header says.
 *
 * @param page Its header.
 * @param bytes Its bytes, unpacked.
 * @param column Its column, and how many values its dictionary has, if any.
 * @throws {RangeError} If values or levels are missing or impossible.
 */
export function checkPage(
  page: Page,
  bytes: Uint8Array,
  column: ColumnKind & { readonly dictionary: number | undefined },
): void {
  if (page.kind === "dictionary") {
    checkPlain(bytes, 0, { ...column, count: page.values });
    return;
  }
  const { at, nulls } = checkLevels(page, bytes, column);
  const count = page.values - nulls;
  if (count === 0) return;
  if (DICTIONARY.includes(page.encoding)) {
    const { dictionary: below } = column;
    if (below === undefined) throw new RangeError("a dictionary of it is lost");
    checkRuns(bytes, at + 1, { width: byteAt(bytes, at), count, below });
    return;
  }
  switch (page.encoding) {
    case PLAIN:
    case SPLIT:
      return checkPlain(bytes, at, { ...column, count });
    case RLE:
      checkRuns(bytes, at + 4, { width: 1, count, below: 2 });
      return;
    case DELTA_NUMBERS:
      readDeltas(bytes, at, { count, keep: false });
      return;
    case DELTA_LENGTHS:
    case DELTA_TEXTS:
      return checkTexts(bytes, at, {
        count,
        shared: page.encoding === DELTA_TEXTS,
      });
    default:
      throw new RangeError(
        `a page of it has an encoding that is not read (${page.encoding})`,
      );
  }
}

/** Levels say which values are there; before them may stand their length. */
function checkLevels(
  { values: count, v2 }: Page,
  bytes: Uint8Array,
  { definition, repetition }: ColumnKind,
): { at: number; nulls: number } {
  let at = 0;
  let nulls = 0;
  const runs = (highest: number, length: number | undefined) => {
    const start = length === undefined ? at + 4 : at;
    const end = start + (length ?? uint32At(bytes, at));
    if (end > bytes.length) damaged();
    const found = highest === 0 ? count : checkRuns(bytes, start, {
      width: 32 - Math.clz32(highest),
      count,
      below: highest + 1,
      equal: highest,
    });
    at = end;
    return found;
  };
  if (repetition > 0 || v2) runs(repetition, v2?.repetitionBytes);
  if (definition > 0 || v2) {
    nulls = count - runs(definition, v2?.definitionBytes);
  }
  if (v2 && nulls !== v2.nulls) damaged();
  return { at, nulls };
}

function checkPlain(
  bytes: Uint8Array,
  at: number,
  { type, width, count }: ColumnKind & { readonly count: number },
): void {
  if (type === "BYTE_ARRAY") {
    for (let i = 0; i < count; i++) {
      at += 4 + uint32At(bytes, at);
      if (at > bytes.length) damaged();
    }
    return;
  }
  const size = type === "BOOLEAN"
    ? Math.ceil(count / 8)
    : count * (BYTES[type] ?? width);
  if (!(at + size <= bytes.length)) damaged();
}

function checkTexts(
  bytes: Uint8Array,
  at: number,
  { count, shared }: { readonly count: number; readonly shared: boolean },
): void {
  const wanted = { count, keep: true };
  // How much of the text before a text begins with.
  const begins = shared ? readDeltas(bytes, at, wanted) : undefined;
  const { numbers, end } = readDeltas(bytes, begins?.end ?? at, wanted);
  let taken = end;
  let before = 0;
  let all = 0;
  numbers.forEach((length, i) => {
    const same = begins?.numbers[i] ?? 0;
    if (length < 0 || same < 0 || same > before) damaged();
    before = same + length;
    taken += length;
    all += before;
  });
  if (taken > bytes.length || all > LONGEST_TEXTS) damaged();
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? damaged();
}

function uint32At(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) damaged();
  const { buffer, byteOffset } = bytes;
  return new DataView(buffer, byteOffset + at, 4).getUint32(0, true);
}

function damaged(): never {
  throw new RangeError("a page of it is damaged");
}
