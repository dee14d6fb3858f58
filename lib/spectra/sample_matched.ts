// Code S1's input, `sample_matched.pickle`: a dict of sample to DataFrame, a
// column for each replicate, a row for each band. Code S1 never looks at the
// wavelengths; here they come from a column `wavelength`, from the index, or,
// for 2151 rows that are only counted, from the instrument that Code S1
// expects (350 to 2500 nm, a band each).
import { InputError } from "../errors.ts";
import { decimal } from "../formats/shared/number.ts";
import type { ReadOptions } from "./read_options.ts";
import type { SpectraSet } from "./spectra_set.ts";
import { rowsToSpectra } from "./tables/rows_to_spectra.ts";
import { readWhole } from "../formats/containers/content.ts";
import { type Place, toLabel } from "../formats/pickle/numpy.ts";
import { asFrame, type Frame } from "../formats/pickle/pandas.ts";
import { unpickle } from "../formats/pickle/unpickle.ts";
import { describe, PyDict, type PyValue } from "../formats/pickle/values.ts";

/** Code S1's `input_len`: the bands of an ASD FieldSpec, 350 to 2500 nm. */
const FULL_RANGE = 2151;
const FIRST_WAVELENGTH = 350;

/** One sample's spectra, `values[replicate][band]`. */
interface Sample {
  readonly wavelengths: Float64Array;
  readonly replicates: readonly Float64Array[];
}

/** Largest file that is read into memory. */
const LARGEST = 2 ** 32;

/**
 * Reads a pickled dict of tables.
 *
 * @param path The file, of any protocol, written with pandas 1 to 3.
 * @param options Progress, in bytes.
 * @returns Samples in the order of the dict, replicates in that of the columns.
 * @throws {InputError} If it holds anything else; nothing of it is executed.
 */
export async function readSampleMatched(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const bytes = await readWhole(path, LARGEST, "a pickle of DataFrames");
  const set = decodeSampleMatched(bytes, path, options);
  options.onProgress?.(bytes.length, bytes.length);
  return set;
}

/** {@linkcode readSampleMatched} of bytes; `source` names them in messages. */
export function decodeSampleMatched(
  bytes: Uint8Array,
  source: string,
  options: ReadOptions = {},
): SpectraSet {
  const dict = unpickle(bytes, source);
  const expected = "expected a dict of sample to pandas DataFrame";
  if (!(dict instanceof PyDict)) {
    throw new InputError(`${source}: is ${describe(dict)}; ${expected}`);
  }
  if (dict.entries.size === 0) {
    throw new InputError(`${source}: is an empty dict; ${expected}`);
  }
  const samples = new Map<string, Sample>();
  for (const [key, value] of dict.entries) {
    const name = sampleName(key, samples, source);
    const sample = readSample(value, { source, what: `sample ${name}` });
    const [first = sample] = samples.values();
    checkSame(first, sample, { source, name });
    samples.set(name, sample);
  }
  const spectra = [...samples].flatMap(([name, { replicates }]) =>
    replicates.map((values, at) => ({ name, replicate: at + 1, values }))
  );
  const [{ wavelengths }] = samples.values();
  const bands = wavelengths.length;
  const reflectance = reserve(spectra.length * bands, bytes.length, source);
  spectra.forEach(({ values }, row) => reflectance.set(values, row * bands));
  return rowsToSpectra({
    path: source,
    unit: "spectrum",
    placeOf: (row) => row + 1,
    columns: {
      rows: spectra.length,
      sample: { name: "sample", values: spectra.map(({ name }) => name) },
      replicate: {
        name: "replicate",
        values: Float64Array.from(spectra, ({ replicate }) => replicate),
      },
    },
    wavelengths: wavelengths.slice(),
    bandPlace: (band) => `wavelength ${band + 1}`,
    reflectance,
  }, options);
}

function sampleName(
  key: PyValue,
  names: ReadonlyMap<string, unknown>,
  source: string,
): string {
  const name = toLabel(key, { source, what: "the dict" });
  if (name === "" || name !== name.trim()) {
    throw new InputError(
      `${source}: has a sample named "${name}"; expected a name without ` +
        "blanks around it",
    );
  }
  if (names.has(name)) {
    throw new InputError(`${source}: has sample ${name} twice`);
  }
  return name;
}

/**
 * Room for all samples. A value takes a byte at least, so a small file that
 * repeats a table cannot ask for all memory.
 */
function reserve(
  size: number,
  bytes: number,
  source: string,
): Float64Array<ArrayBuffer> {
  if (size <= bytes) return new Float64Array(size);
  throw new InputError(
    `${source}: would hold ${size} values in ${bytes} bytes; expected tables ` +
      "of their own for all samples",
  );
}

function readSample(value: PyValue, place: Place): Sample {
  const frame = asFrame(value, place);
  const at = frame.columns.findIndex((name) => /^wavelengths?$/i.test(name));
  const columns = frame.columns.map((_, i) => i).filter((i) => i !== at);
  const { source, what } = place;
  if (columns.length === 0 || frame.rows < 2) {
    throw new InputError(
      `${source}: ${what} has ${columns.length} replicates and ${frame.rows} ` +
        "bands; expected at least one replicate and 2 bands",
    );
  }
  const wavelengths = at < 0
    ? indexWavelengths(frame, place)
    : frame.values[at].slice();
  const replicates = columns.map((i) => frame.values[i]);
  return { wavelengths, replicates };
}

function indexWavelengths({ index, rows }: Frame, place: Place): Float64Array {
  if (index === null) {
    if (rows === FULL_RANGE) {
      return Float64Array.from(
        { length: rows },
        (_, i) => FIRST_WAVELENGTH + i,
      );
    }
    throw new InputError(
      `${place.source}: ${place.what} has ${rows} rows that are only counted; ` +
        `expected wavelengths as the index or as a column "wavelength", or ` +
        `${FULL_RANGE} rows for 350 to 2500 nm`,
    );
  }
  return Float64Array.from(index, (label) => {
    const wavelength = decimal(label);
    if (wavelength !== undefined) return wavelength;
    throw new InputError(
      `${place.source}: ${place.what} has "${label}" in its index; expected ` +
        "wavelengths in nm",
    );
  });
}

function checkSame(
  first: Sample,
  sample: Sample,
  { source, name }: { source: string; name: string },
): void {
  const { wavelengths } = first;
  const same = sample.wavelengths.length === wavelengths.length &&
    sample.wavelengths.every((value, i) => value === wavelengths[i]);
  if (same) return;
  throw new InputError(
    `${source}: sample ${name} has other wavelengths than the first; expected ` +
      "the same for all",
  );
}
