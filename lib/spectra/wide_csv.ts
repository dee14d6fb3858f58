// The wide table: one row per spectrum, the columns `sample`, optionally
// `replicate` and `group`, then one column per wavelength in nm. Each row goes
// straight into a Float64Array; a file of 20,000 spectra streams.
import { InputError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { decimal } from "./number.ts";
import { readRecords, type RecordOptions } from "./records.ts";
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

interface Spectrum {
  readonly replicate: string;
  readonly line: number;
  readonly values: Float64Array;
}

interface Sample {
  readonly group: string;
  readonly line: number;
  readonly spectra: Spectrum[];
}

/**
 * Reads a wide table of spectra.
 *
 * @param path CSV file with commas, semicolons or tabs.
 * @param options Progress.
 * @returns Samples in the order of their first row; replicates in the order of
 * their numbers or, if they are not numbers or there are none, of their rows.
 * @throws {InputError} If anything in it is not as it should be: file, line
 * and column are named.
 */
export async function readWideCsv(
  path: string,
  options: RecordOptions = {},
): Promise<SpectraSet> {
  let columns: Columns | undefined;
  const samples = new Map<string, Sample>();
  for await (const { line, cells, separator } of readRecords(path, options)) {
    if (!columns) {
      columns = readHeader(cells, separator, path);
      continue;
    }
    if (cells.length !== columns.count) {
      throw new InputError(
        `${path}, line ${line}: has ${cells.length} cells; expected ` +
          `${columns.count}, as in the header`,
      );
    }
    addRow(samples, cells, { columns, path, line });
  }
  if (!columns) throw new InputError(`${path}: is empty`);
  if (samples.size === 0) {
    throw new InputError(`${path}: has a header but no spectra`);
  }
  return assemble(samples, columns, path);
}

function readHeader(
  names: readonly string[],
  separator: string,
  path: string,
): Columns {
  const trimmed = names.map((name) => name.trim());
  const seen = new Map<string, number>();
  trimmed.forEach((name, at) => {
    if (seen.has(name)) {
      throw new InputError(
        `${path}, line 1: column "${name}" stands twice, as column ` +
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
    throw new InputError(
      `${path}, line 1: has no column "sample"` +
        (guess ? `; is "${guess}" meant?` : "") +
        (onlyOne
          ? "; its cells are not separated by commas, semicolons or tabs"
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
        `${path}, line 1, column ${at + 1}: "${name}" is no wavelength; ` +
          "expected sample, replicate, group and then wavelengths in nm",
      );
    }
    const last = wavelengths.at(-1);
    if (last !== undefined && !(wavelength > last)) {
      throw new InputError(
        `${path}, line 1, column ${at + 1}: wavelength ${wavelength} follows ` +
          `${last}; expected increasing wavelengths`,
      );
    }
    bands.push(at);
    wavelengths.push(wavelength);
  });
  if (bands.length < 2) {
    throw new InputError(
      `${path}, line 1: has ${bands.length} wavelength column` +
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

function addRow(
  samples: Map<string, Sample>,
  cells: readonly string[],
  { columns, path, line }: { columns: Columns; path: string; line: number },
): void {
  const label = (at: number, name: string) => {
    const text = cells[at];
    if (text === "" || text !== text.trim()) {
      throw new InputError(
        `${path}, line ${line}, column ${name}: is ` +
          (text.trim() === "" ? "blank" : `"${text}" with blanks around it`) +
          `; expected a name`,
      );
    }
    return text;
  };
  const name = label(columns.sample, "sample");
  const group = columns.group < 0 ? "" : label(columns.group, "group");
  const replicate = columns.replicate < 0
    ? ""
    : label(columns.replicate, "replicate");
  const values = new Float64Array(columns.bands.length);
  for (let band = 0; band < values.length; band++) {
    const text = cells[columns.bands[band]];
    const value = decimal(text);
    if (value === undefined) {
      throw new InputError(
        `${path}, line ${line}, column ${
          columns.names[columns.bands[band]]
        }: ` +
          `${text.trim() === "" ? "is blank" : `is "${text}"`}; expected a ` +
          "finite number",
      );
    }
    values[band] = value;
  }
  const sample = samples.get(name);
  if (!sample) {
    const spectra = [{ replicate, line, values }];
    samples.set(name, { group, line, spectra });
    return;
  }
  if (sample.group !== group) {
    throw new InputError(
      `${path}, line ${line}, column group: sample ${name} is in "${group}" ` +
        `here and in "${sample.group}" in line ${sample.line}`,
    );
  }
  if (columns.replicate >= 0) {
    const twin = sample.spectra.find((other) => other.replicate === replicate);
    if (twin) {
      throw new InputError(
        `${path}, line ${line}: replicate ${replicate} of sample ${name} ` +
          `stands twice, first in line ${twin.line}`,
      );
    }
  }
  sample.spectra.push({ replicate, line, values });
}

function assemble(
  samples: Map<string, Sample>,
  columns: Columns,
  path: string,
): SpectraSet {
  const [[first, { spectra: { length: replicates } }]] = samples;
  for (const [name, { spectra, line }] of samples) {
    if (spectra.length !== replicates) {
      throw new InputError(
        `${path}, line ${line}: sample ${name} has ${spectra.length} spectra ` +
          `and ${first} has ${replicates}; expected the same number for all`,
      );
    }
  }
  const bands = columns.wavelengths.length;
  const reflectance = new Float64Array(samples.size * replicates * bands);
  let at = 0;
  for (const sample of samples.values()) {
    const ordered = columns.replicate < 0
      ? sample.spectra
      : byReplicate(sample.spectra);
    for (const { values } of ordered) {
      reflectance.set(values, at);
      at += bands;
    }
    sample.spectra.length = 0; // frees each row as soon as it is copied
  }
  return {
    samples: [...samples.keys()],
    replicates,
    groups: columns.group < 0
      ? null
      : [...samples.values()].map(({ group }) => group),
    wavelengths: columns.wavelengths,
    reflectance,
  };
}

/** Replicate numbers decide where all are whole numbers, rows otherwise. */
function byReplicate(spectra: readonly Spectrum[]): readonly Spectrum[] {
  if (!spectra.every(({ replicate }) => /^\d+$/.test(replicate))) {
    return spectra;
  }
  return spectra.toSorted((a, b) => Number(a.replicate) - Number(b.replicate));
}
