// A table of spectra in text. Lines are counted first, so that each row goes
// straight into the one array that is returned: a file needs little more
// memory than its spectra.
import { InputError } from "../../errors.ts";
import { checkWidth, isBlankRow } from "../../formats/csv/cells.ts";
import {
  countLines,
  type CsvRecord,
  readRecords,
} from "../../formats/csv/records.ts";
import { readPlainRow } from "../../formats/csv/plain_row.ts";
import { decimal } from "../../formats/shared/number.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { cellNumber, describeCell } from "./cell_number.ts";
import { type CsvHeader, csvHeader, withRowNames } from "./csv_header.ts";
import { bandColumns, type Bands, findBands } from "./find_bands.ts";
import { spectraHeader } from "./find_header.ts";
import { columnsToKeep, keyColumns } from "./key_columns.ts";
import { reserveSpectra } from "./reserve_spectra.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";
import { keyValues, placesOf, refuseNoBands } from "./table_spectra.ts";
import { createTextColumns } from "./text_columns.ts";
import { axisColumn, columnsToSpectra } from "./transposed.ts";

/** What is known of a table when its first row comes. */
export interface CsvTable extends CsvHeader {
  readonly path: string;
  /** Lines and bytes of the file. */
  readonly size: { readonly lines: number; readonly bytes: number };
  readonly options: ReadOptions;
}

/** Takes the rows of a table. */
interface Taker<T> {
  readonly add: (record: CsvRecord) => void;
  /** Takes a row quickly if it is plain; says whether it did. */
  readonly addPlain?: (record: CsvRecord) => boolean;
  readonly finish: () => T;
}

/**
 * Reads a table of spectra.
 *
 * @param path Text with commas, semicolons, tabs or blanks between cells.
 * @param options Progress; how rows without names are called.
 * @returns Samples in the order of their first row. Replicates in the order of
 * their numbers; if not all are whole numbers, in the order in which their
 * names first appear in the file; if there is no such column, of their rows.
 * @throws {InputError} If anything in it is not as it should be: file, line
 * and column are named.
 */
export async function readCsvSpectra(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  return await readTable(path, options, (table, { cells }) => {
    const axis = axisColumn(table.names, (at) => cells[at]);
    return axis === undefined ? wideTaker(table) : setOfColumns(table, axis);
  });
}

/** Spectra that stand in columns. */
export interface ColumnSpectra {
  /** Headings of the spectra. */
  readonly names: readonly string[];
  /** Heading of the axis. */
  readonly words: string;
  /** The axis. */
  readonly wavelengths: Float64Array;
  /** Line of each of its numbers. */
  readonly lines: readonly number[];
  /** Values in C order `[spectrum, band]`, NaN where none is. */
  readonly reflectance: Float64Array<ArrayBuffer>;
}

/**
 * Reads a table of which spectra are columns.
 *
 * @throws {InputError} If its first column is not called `wavelength`.
 */
export async function readCsvColumns(
  path: string,
  options: ReadOptions,
): Promise<ColumnSpectra> {
  return await readTable(path, options, (table, { line }) => {
    const axis = axisColumn(table.names, () => 0);
    if (axis !== undefined) {
      refuseTwice(table, line - 1);
      return columnTaker(table, axis);
    }
    throw new InputError(
      `${path}, line ${line - 1}: begins with "${table.names[0]}"; expected ` +
        "wavelength and a column for each replicate",
    );
  });
}

function refuseTwice({ names, path }: CsvTable, line: number): void {
  names.forEach((name, at) => {
    const first = names.indexOf(name);
    if (first === at) return;
    throw new InputError(
      `${path}, line ${line}: column "${name}" stands twice, as column ` +
        `${first + 1} and ${at + 1}`,
    );
  });
}

async function readTable<T>(
  path: string,
  options: ReadOptions,
  begin: (table: CsvTable, record: CsvRecord) => Taker<T>,
): Promise<T> {
  const size = await countLines(path, options);
  let header: CsvHeader | undefined;
  let taker: Taker<T> | undefined;
  for await (const record of readRecords(path, options, spectraHeader)) {
    if (!header) {
      header = csvHeader(record, path);
      continue;
    }
    if (taker?.addPlain?.(record)) continue;
    if (isBlankRow(record)) continue;
    if (!taker) {
      const [number] = bandColumns(header.names, header.decimalComma);
      header = withRowNames(header, record, { path, number });
    }
    checkWidth(record, header.names.length, path);
    taker ??= begin({ ...header, path, size, options }, record);
    taker.add(record);
  }
  if (!header) throw new InputError(`${path}: is empty`);
  if (taker) return taker.finish();
  throw new InputError(`${path}: has a header but no spectra`);
}

function wideTaker(table: CsvTable): Taker<SpectraSet> {
  const { path, names, decimalComma, options } = table;
  const bands =
    findBands(names, { path, decimalComma, bands: options.bands }) ??
      refuseNoBands(names, path);
  const keys = keyColumns(names, { path, ...options });
  const taken = new Set(bands.columns);
  const texts = createTextColumns(
    names,
    columnsToKeep(names, keys, { ...options, taken, further: true }),
    { notes: [...table.notes, ...keys.notes] },
  );
  const values = reserve(table, bands);
  const places = new Int32Array(names.length).fill(-1);
  bands.columns.forEach((column, band) => places[column] = band);
  let row = 0;
  const addPlain = (record: CsvRecord) => {
    const cells = readPlainRow(record, { places, values }, row * taken.size);
    if (!cells) return false;
    texts.add({ cells, line: record.line });
    row++;
    return true;
  };
  const add = (record: CsvRecord) => {
    texts.add(record);
    readValues(record, { bands, table, values, start: row * taken.size });
    row++;
  };
  const finish = () => {
    const used = row * taken.size;
    // Blank lines were counted, too; transfer() frees at once what is not used.
    const reflectance = used === values.length
      ? values
      : new Float64Array(values.buffer.transfer(used * 8));
    const read = texts.table();
    return rowsToSpectra({
      ...placesOf(read, path),
      columns: keyValues(read, keys, taken),
      wavelengths: bands.wavelengths,
      bandPlace: (band) => `column ${bands.columns[band] + 1}`,
      reflectance,
      words: `${bands.prefix} ${bands.suffix}`,
      notes: read.notes,
    }, options);
  };
  return { add, addPlain, finish };
}

/** Room for as many spectra as the file can hold. */
function reserve(
  { size: { lines, bytes }, names, path }: CsvTable,
  { columns }: Bands,
): Float64Array<ArrayBuffer> {
  // A cell takes a character, and another one that ends it.
  const most = Math.floor((bytes + 1) / (2 * names.length));
  return reserveSpectra(Math.min(lines - 1, most), columns.length, path);
}

function readValues(
  { cells, line }: CsvRecord,
  { bands: { columns }, table, values, start }: {
    bands: Bands;
    table: CsvTable;
    values: Float64Array;
    start: number;
  },
): void {
  for (let band = 0; band < columns.length; band++) {
    const text = cells[columns[band]];
    values[start + band] = decimal(text) ??
      otherCell(text, table, { line, column: columns[band] });
  }
}

/** What is no number as programs write them. */
function otherCell(
  text: string,
  { path, decimalComma, names }: CsvTable,
  { line, column }: { line: number; column: number },
): number {
  const value = cellNumber(text, decimalComma);
  if (value !== undefined) return value;
  throw new InputError(
    `${path}, line ${line}, column ${names[column]}: ${describeCell(text)}; ` +
      "expected a finite number",
  );
}

function columnTaker(table: CsvTable, axis: number): Taker<ColumnSpectra> {
  const { path } = table;
  const names = table.names.slice(axis + 1);
  const rows: Float64Array[] = [];
  const lines: number[] = [];
  const add = ({ cells, line }: CsvRecord) => {
    const numbers = new Float64Array(names.length + 1);
    for (let i = 0; i < numbers.length; i++) {
      const column = axis + i;
      numbers[i] = decimal(cells[column]) ??
        otherCell(cells[column], table, { line, column });
    }
    rows.push(numbers);
    lines.push(line);
  };
  const finish = () => {
    const bands = rows.length;
    const reflectance = reserveSpectra(names.length, bands, path);
    rows.forEach((numbers, band) => {
      for (let i = 0; i < names.length; i++) {
        reflectance[i * bands + band] = numbers[i + 1];
      }
    });
    const wavelengths = Float64Array.from(rows, ([number]) => number);
    return { names, words: table.names[axis], wavelengths, lines, reflectance };
  };
  return { add, finish };
}

function setOfColumns(table: CsvTable, axis: number): Taker<SpectraSet> {
  const { path, notes, options } = table;
  const { add, finish } = columnTaker(table, axis);
  return {
    add,
    finish() {
      const { lines, ...columns } = finish();
      return columnsToSpectra({
        ...columns,
        path,
        notes,
        heading: table.names[axis],
        firstColumn: axis + 2,
        bandPlace: (band) => `line ${lines[band]}`,
      }, options);
    },
  };
}
