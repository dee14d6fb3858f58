// The wide table: one row per spectrum, the columns `sample`, optionally
// `replicate` and `group`, then one column per wavelength in nm. Lines are
// counted first, so that each row goes straight into the one array that is
// returned: a file needs little more memory than its spectra.
import { InputError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import {
  type Arrangement,
  createArrangement,
  type SpectrumKey,
} from "./arrange.ts";
import { checkWidth, nameCell, refuseNumber } from "../formats/csv/cells.ts";
import { decimal } from "../formats/shared/number.ts";
import {
  countLines,
  type CsvRecord,
  readRecords,
  type RecordOptions,
} from "../formats/csv/records.ts";
import type { SpectraSet } from "./spectra_set.ts";

/** Where what stands in a row. */
interface Columns {
  readonly count: number;
  readonly sample: number;
  readonly replicate: number;
  readonly group: number;
  /** Columns of the wavelengths, and the wavelengths. */
  readonly bands: readonly number[];
  readonly wavelengths: Float64Array;
  readonly names: readonly string[];
}

/**
 * Reads a wide table of spectra.
 *
 * @param path CSV file with commas, semicolons or tabs.
 * @param options Progress.
 * @returns Samples in the order of their first row. Replicates in the order of
 * their numbers; if not all are whole numbers, in the order in which their
 * names first appear in the file; if there is no such column, of their rows.
 * @throws {InputError} If anything in it is not as it should be: file, line
 * and column are named.
 */
export async function readWideCsv(
  path: string,
  options: RecordOptions = {},
): Promise<SpectraSet> {
  const size = await countLines(path, options);
  let columns: Columns | undefined;
  let arrangement: Arrangement | undefined;
  let values = new Float64Array();
  let row = 0;
  for await (const record of readRecords(path, options)) {
    if (!columns || !arrangement) {
      columns = readHeader(record, path);
      values = reserve(size, columns, path);
      arrangement = createArrangement({
        path,
        unit: "line",
        hasReplicates: columns.replicate >= 0,
        hasGroups: columns.group >= 0,
      });
      continue;
    }
    checkWidth(record, columns.count, path);
    arrangement.add(readKey(record, columns, path));
    readValues(record, { columns, path, values, row });
    row++;
  }
  if (!columns || !arrangement) throw new InputError(`${path}: is empty`);
  if (row === 0) {
    throw new InputError(`${path}: has a header but no spectra`);
  }
  // Blank lines were counted, too; transfer() frees at once what is not used.
  const used = row * columns.bands.length;
  const reflectance = used === values.length
    ? values
    : new Float64Array(values.buffer.transfer(used * 8));
  return arrangement.finish(reflectance, columns.wavelengths);
}

/** Room for as many spectra as the file can hold. */
function reserve(
  { lines, bytes }: { lines: number; bytes: number },
  { count, bands }: Columns,
  path: string,
): Float64Array<ArrayBuffer> {
  // A cell takes a character, and another one that ends it.
  const rows = Math.min(lines - 1, Math.floor((bytes + 1) / (2 * count)));
  try {
    return new Float64Array(rows * bands.length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `${path}: has up to ${rows} spectra of ${bands.length} bands, more than ` +
        "memory holds; expected fewer, in several files",
    );
  }
}

function readHeader(
  { cells: names, separator, line }: CsvRecord,
  path: string,
): Columns {
  const trimmed = names.map((name) => name.trim());
  const seen = new Map<string, number>();
  trimmed.forEach((name, at) => {
    if (seen.has(name)) {
      throw new InputError(
        `${path}, line ${line}: column "${name}" stands twice, as column ` +
          `${seen.get(name)! + 1} and ${at + 1}`,
      );
    }
    seen.set(name, at);
  });
  if (!seen.has("sample")) {
    const others = trimmed.filter((name) => decimal(name) === undefined);
    const guess = others.find((name) => /sample|id$/i.test(name)) ??
      nearest("sample", others);
    const onlyOne = names.length === 1 && separator === ",";
    const oneSample = trimmed[0] === "wavelength";
    throw new InputError(
      `${path}, line ${line}: has no column "sample"` +
        (guess ? `; is "${guess}" meant?` : "") +
        (onlyOne
          ? "; its cells are not separated by commas, semicolons or tabs"
          : "") +
        (oneSample
          ? "; if this is the table of one sample, give the folder of all"
          : ""),
    );
  }
  const bands: number[] = [];
  const wavelengths: number[] = [];
  trimmed.forEach((name, at) => {
    if (["sample", "replicate", "group"].includes(name)) return;
    const wavelength = decimal(name);
    if (wavelength === undefined || !(wavelength > 0)) {
      throw new InputError(
        `${path}, line ${line}, column ${
          at + 1
        }: "${name}" is no wavelength; ` +
          "expected sample, replicate, group and then wavelengths in nm",
      );
    }
    const last = wavelengths.at(-1);
    if (last !== undefined && !(wavelength > last)) {
      throw new InputError(
        `${path}, line ${line}, column ${
          at + 1
        }: wavelength ${wavelength} follows ` +
          `${last}; expected increasing wavelengths`,
      );
    }
    bands.push(at);
    wavelengths.push(wavelength);
  });
  if (bands.length < 2) {
    throw new InputError(
      `${path}, line ${line}: has ${bands.length} wavelength column` +
        `${bands.length === 1 ? "" : "s"}; expected at least 2`,
    );
  }
  return {
    count: names.length,
    sample: seen.get("sample")!,
    replicate: seen.get("replicate") ?? -1,
    group: seen.get("group") ?? -1,
    bands,
    wavelengths: Float64Array.from(wavelengths),
    names: trimmed,
  };
}

function readKey(
  { cells, line }: CsvRecord,
  columns: Columns,
  path: string,
): SpectrumKey {
  const label = (at: number, column: string) =>
    at < 0 ? "" : nameCell(cells[at], { path, line, column });
  return {
    sample: label(columns.sample, "sample"),
    group: label(columns.group, "group"),
    replicate: label(columns.replicate, "replicate"),
    place: line,
  };
}

function readValues(
  { cells, line }: CsvRecord,
  { columns, path, values, row }: {
    columns: Columns;
    path: string;
    values: Float64Array;
    row: number;
  },
): void {
  const { bands, names } = columns;
  const start = row * bands.length;
  for (let band = 0; band < bands.length; band++) {
    const text = cells[bands[band]];
    values[start + band] = decimal(text) ??
      refuseNumber(text, { path, line, column: names[bands[band]] });
  }
}
