// The numbers of an ASD file: one for each channel, in one of three formats.
import { InputError } from "../../errors.ts";
import type { AsdHeader } from "./asd_header.ts";

/** The digitiser has 16 bits; larger numbers are no counts. */
const LARGEST = 1e9;

/** The file's header and name. */
export interface AsdSource {
  readonly header: AsdHeader;
  readonly path: string;
}

/**
 * Reads one value for each channel.
 *
 * @param view The file.
 * @param at Where they begin.
 * @param source What its header says.
 * @throws {InputError} If the file is cut short, or a value is no count.
 */
export function readAsdValues(
  view: DataView,
  at: number,
  { header: { channels, format, size }, path }: AsdSource,
): Float64Array {
  const end = at + channels * size;
  if (end > view.byteLength) {
    throw new InputError(
      `${path}: is cut short after ${view.byteLength} bytes; expected ` +
        `${channels} values up to byte ${end}`,
    );
  }
  const read = [
    (p: number) => view.getFloat32(p, true),
    (p: number) => view.getInt32(p, true),
    (p: number) => view.getFloat64(p, true),
  ][format];
  const values = new Float64Array(channels);
  for (let i = 0; i < channels; i++) {
    values[i] = read(at + i * size);
    if (Math.abs(values[i]) <= LARGEST) continue;
    throw new InputError(
      `${path}, byte ${at + i * size}: found ${values[i]}; expected a count ` +
        "or a reflectance",
    );
  }
  return values;
}
