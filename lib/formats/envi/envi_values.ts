// The numbers of a spectral library: spectrum by spectrum, each with all bands.
import { InputError } from "../../errors.ts";
import { type EnviHeader, enviNumber, enviText } from "./envi_header.ts";

/** A type of numbers. */
interface DataType {
  readonly bytes: number;
  readonly get: (view: DataView, at: number, little: boolean) => number;
}

/** By ENVI's number for it. Complex numbers (6, 9) are no spectrum. */
const TYPES: ReadonlyMap<number, DataType> = new Map([
  [1, { bytes: 1, get: (view, at) => view.getUint8(at) }],
  [2, { bytes: 2, get: (view, at, little) => view.getInt16(at, little) }],
  [3, { bytes: 4, get: (view, at, little) => view.getInt32(at, little) }],
  [4, { bytes: 4, get: (view, at, little) => view.getFloat32(at, little) }],
  [5, { bytes: 8, get: (view, at, little) => view.getFloat64(at, little) }],
  [12, { bytes: 2, get: (view, at, little) => view.getUint16(at, little) }],
  [13, { bytes: 4, get: (view, at, little) => view.getUint32(at, little) }],
  [14, {
    bytes: 8,
    get: (view, at, little) => Number(view.getBigInt64(at, little)),
  }],
  [15, {
    bytes: 8,
    get: (view, at, little) => Number(view.getBigUint64(at, little)),
  }],
]);

/** Values of all spectra of a file. */
const MOST_VALUES = 1 << 24;

/** How many spectra there are, and how their numbers are written. */
export interface EnviShape {
  readonly spectra: number;
  readonly bands: number;
  readonly offset: number;
  readonly type: DataType;
  readonly little: boolean;
}

/**
 * Reads from the header of a library what its file of numbers looks like.
 *
 * @param header The header.
 * @param path Its name, for messages.
 * @throws {InputError} If something is missing or makes no sense, or the
 * header is that of an image.
 */
export function enviShape(header: EnviHeader, path: string): EnviShape {
  const whole = (name: string, least: number, without?: number) =>
    enviNumber(header, name, {
      path,
      without,
      expected: `a whole number, ${least} at least`,
      fits: (value) => Number.isSafeInteger(value) && value >= least,
    });
  const [samples, lines] = [whole("samples", 1), whole("lines", 1)];
  const layers = whole("bands", 1, 1);
  const kind = enviText(header, "file type");
  if (!/^ENVI Spectral Library$/i.test(kind)) {
    const size = `${samples} × ${lines} pixels with ${layers} band` +
      (layers === 1 ? "" : "s");
    throw new InputError(
      /^$|standard|image/i.test(kind)
        ? `${path}: is the header of an image of ${size}` +
          (kind === "" ? "" : ` (file type = ${kind.slice(0, 40)})`) +
          '; expected a library of spectra, "file type = ENVI Spectral Library"'
        : `${path}: has file type = ${kind.slice(0, 40)}; expected ENVI ` +
          "Spectral Library",
    );
  }
  if (layers !== 1) {
    throw new InputError(
      `${path}: has bands = ${layers}; expected 1, as a library of spectra ` +
        "has its bands in samples",
    );
  }
  if (whole("file compression", 0, 0) !== 0) {
    throw new InputError(
      `${path}: has file compression = 1; expected numbers as they are`,
    );
  }
  if (samples * lines > MOST_VALUES) {
    throw new InputError(
      `${path}: has ${lines} spectra of ${samples} bands; expected at most ` +
        `${MOST_VALUES} values in a file`,
    );
  }
  const known = [...TYPES.keys()].join(", ");
  const type = enviNumber(header, "data type", {
    path,
    expected: `one of ${known}`,
    fits: (value) => TYPES.has(value),
  });
  const order = enviNumber(header, "byte order", {
    path,
    without: 0,
    expected: "0 or 1",
    fits: (value) => value === 0 || value === 1,
  });
  return {
    spectra: lines,
    bands: samples,
    offset: whole("header offset", 0, 0),
    type: TYPES.get(type)!,
    little: order === 0,
  };
}

/**
 * Reads the numbers of a library.
 *
 * @param bytes The file of numbers.
 * @param shape What the header says of it.
 * @param path Its name, for messages.
 * @returns Values by spectrum, in the file's order of bands.
 * @throws {InputError} If the file is not as long as that makes it.
 */
export function enviValues(
  bytes: Uint8Array,
  { spectra, bands, offset, type, little }: EnviShape,
  path: string,
): Float64Array[] {
  const size = offset + spectra * bands * type.bytes;
  if (bytes.length !== size) {
    throw new InputError(
      `${path}: has ${bytes.length} bytes; expected ${size}: ${spectra} ` +
        `spectra of ${bands} bands with ${type.bytes} bytes each` +
        (offset > 0 ? ` after ${offset} others` : ""),
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  return Array.from({ length: spectra }, (_, row) => {
    const values = new Float64Array(bands);
    for (let band = 0; band < bands; band++) {
      const at = (row * bands + band) * type.bytes;
      values[band] = type.get(view, at, little);
    }
    return values;
  });
}
