// CSV files as streams of records. The text is cut at record ends (a line end
// inside quotes does not count) and parsed piece by piece, so that a file of
// any size needs little memory.
import { InputError } from "../../errors.ts";
import { parse } from "../../third_party/csv.ts";
import { readPieces } from "../containers/content.ts";
import { findHead, HEAD_RECORDS, type HeaderTest } from "./find_head.ts";
import { oneBlank } from "./separator.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  /** Its first line in the file, counted from 1. */
  readonly line: number;
  /** Its cells. */
  readonly cells: string[];
  /** Its text, if no cell is in quotes. */
  readonly text?: string;
  /** What stands between the file's cells. */
  readonly separator: string;
  /** For the first record: lines before it that are no part of the table. */
  readonly titles?: number;
}

/** How a file is read. */
export interface RecordOptions {
  /** Called with bytes read and bytes in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Bytes read at once; tests make it small. */
  readonly chunkBytes?: number;
}

/** Ten thousand bands need some 200,000 characters. */
const LONGEST_RECORD = 1 << 24;

/**
 * Reads the records of a CSV file from its header on.
 *
 * @param path The file: UTF-8, with or without BOM, LF or CRLF.
 * @param options Progress.
 * @param isHeader Knows the header; without it the first line that is not
 * blank is one. What separates cells comes from the header.
 * @throws {InputError} If it cannot be read, is not UTF-8, or its quotes do
 * not match.
 */
export async function* readRecords(
  path: string,
  { onProgress, chunkBytes = 1 << 20 }: RecordOptions = {},
  isHeader?: HeaderTest,
): AsyncGenerator<CsvRecord> {
  let separator: string | undefined;
  let titles: number | undefined;
  let line = 1;
  let rest = "";
  const records = function* (text: string) {
    let start = 0;
    if (separator === undefined) {
      const head = beginningOf(text, path, isHeader);
      if (!head) {
        line += linesIn(text);
        return;
      }
      ({ separator, titles, start } = head);
      line += linesIn(text.slice(0, start));
    }
    const table = text.slice(start);
    if (!table.includes('"')) {
      for (const text of bareLines(table, separator)) {
        if (text !== "") {
          yield new BareRecord(text, separator, line, titles);
          titles = undefined;
        }
        line++;
      }
      return;
    }
    for (const { cells, lines } of parseQuoted(table, separator, path, line)) {
      if (cells.length > 1 || cells[0] !== "") {
        yield { line, cells, separator, titles };
        titles = undefined;
      }
      line += lines;
    }
  };
  let ready = isHeader === undefined;
  for await (const text of readText(path, { onProgress, chunkBytes })) {
    rest += text;
    ready ||= hasHead(rest);
    const end = ready ? lastRecordEnd(rest) : 0;
    if (end === 0 && rest.length > LONGEST_RECORD) {
      throw new InputError(
        `${path}, line ${line}: this row does not end within ` +
          `${LONGEST_RECORD} characters; is a quote missing?`,
      );
    }
    if (end === 0) continue;
    yield* records(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest.trim() !== "") yield* records(rest);
}

/** Characters that are looked at for the header if its lines are long. */
const HEAD_LENGTH = 1 << 22;

/** Whether a text has all that is looked at for the header. */
function hasHead(text: string): boolean {
  if (text.length > HEAD_LENGTH) return true;
  let at = -1;
  for (let lines = 0; lines < 2 * HEAD_RECORDS; lines++) {
    at = text.indexOf("\n", at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Where the header begins in a text, and what separates its cells. */
function beginningOf(
  text: string,
  path: string,
  isHeader: HeaderTest | undefined,
): { separator: string; titles: number; start: number } | undefined {
  const starts: number[] = [];
  const records: string[] = [];
  for (let at = 0; at < text.length && records.length < HEAD_RECORDS;) {
    const end = recordEnd(text, at);
    const record = text.slice(at, end);
    if (record.trim() !== "") {
      starts.push(at);
      records.push(record.replace(/\r?\n$/, ""));
    }
    at = end;
  }
  if (records.length === 0) return undefined;
  const { separator, titles } = findHead(records, isHeader);
  if (/\r[^\r]/.test(records[titles].replace(/"[^"]*"/g, ""))) {
    throw new InputError(
      `${path}: its lines end in CR alone; expected LF or CRLF`,
    );
  }
  return { separator, titles, start: starts[titles] };
}

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}

/** Where the last complete record ends: after its line end, outside quotes. */
function lastRecordEnd(text: string): number {
  let end = text.lastIndexOf("\n") + 1;
  if (!text.includes('"')) return end;
  let inside = false;
  end = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) inside = !inside;
    else if (code === 0x0a && !inside) end = i + 1;
  }
  return end;
}

/**
 * A record without quotes: a cell is what stands between separators. Cells are
 * cut out when they are asked for; who needs numbers alone reads the text. The
 * tests hold both ways, and that of quotes, to be the same.
 */
class BareRecord implements CsvRecord {
  #cells?: string[];

  constructor(
    readonly text: string,
    readonly separator: string,
    readonly line: number,
    readonly titles?: number,
  ) {}

  get cells(): string[] {
    return this.#cells ??= this.text.split(this.separator);
  }
}

/** Lines of a text without quotes, their ends taken off. */
function* bareLines(text: string, separator: string): Generator<string> {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const row of lines) {
    const bare = row.endsWith("\r") ? row.slice(0, -1) : row;
    yield separator === " " ? oneBlank(bare) : bare;
  }
}

function* parseQuoted(
  text: string,
  separator: string,
  path: string,
  line: number,
): Generator<{ cells: string[]; lines: number }> {
  let start = 0;
  while (start < text.length) {
    const end = recordEnd(text, start);
    const piece = text.slice(start, end);
    let rows: string[][];
    try {
      const record = separator === " " ? oneBlank(piece) : piece;
      rows = parse(record, { separator });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new InputError(
        `${path}, line ${line}: a quote stands where none may stand; expected ` +
          'cells in quotes as a whole, with "" for a quote inside',
      );
    }
    const lines = piece.split("\n").length - (piece.endsWith("\n") ? 1 : 0);
    yield { cells: rows[0] ?? [""], lines };
    line += lines;
    start = end;
  }
}

function recordEnd(text: string, start: number): number {
  let inside = false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) inside = !inside;
    else if (code === 0x0a && !inside) return i + 1;
  }
  return text.length;
}

async function* readText(
  path: string,
  { onProgress, chunkBytes }:
    & Required<Pick<RecordOptions, "chunkBytes">>
    & RecordOptions,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let lines = 1;
  const decode = (bytes?: Uint8Array) => {
    try {
      const text = bytes
        ? decoder.decode(bytes, { stream: true })
        : decoder.decode();
      lines += text.split("\n").length - 1;
      return text;
    } catch {
      const line = lines + (bytes ? linesBeforeFault(bytes) : 0);
      throw new InputError(
        `${path}, line ${line}: holds bytes that are not UTF-8; save the ` +
          "file as UTF-8",
      );
    }
  };
  const pieces = readPieces(path, { onProgress, chunkBytes });
  for await (const piece of pieces) yield decode(piece);
  yield decode();
}

/** Counts the lines of a piece before the first one that is not UTF-8. */
function linesBeforeFault(bytes: Uint8Array): number {
  let start = 0;
  // The rest of a character whose beginning stood in the piece before.
  while (start < 3 && (bytes[start] & 0xc0) === 0x80) start++;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let line = 0;; line++) {
    const end = bytes.indexOf(0x0a, start) + 1;
    try {
      decoder.decode(bytes.subarray(start, end || bytes.length));
    } catch {
      return line;
    }
    if (end === 0) return 0; // the fault lies in what was skipped
    start = end;
  }
}

/**
 * Counts the lines of a file, which are at least as many as its records.
 *
 * @throws {InputError} If it cannot be read.
 */
export async function countLines(
  path: string,
  { chunkBytes = 1 << 20 }: RecordOptions = {},
): Promise<{ lines: number; bytes: number }> {
  let lines = 0;
  let bytes = 0;
  let last = 0x0a;
  for await (const piece of readPieces(path, { chunkBytes })) {
    for (let at = piece.indexOf(0x0a); at >= 0;) {
      lines++;
      at = piece.indexOf(0x0a, at + 1);
    }
    bytes += piece.length;
    last = piece.at(-1) ?? last;
  }
  return { lines: lines + (last === 0x0a ? 0 : 1), bytes };
}
