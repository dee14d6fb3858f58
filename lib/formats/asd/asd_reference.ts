// What follows the spectrum in an ASD file: its white reference, if one was taken.
import { InputError } from "../../errors.ts";
import { fieldOfText } from "../shared/text.ts";
import { ASD_HEADER } from "./asd_header.ts";
import { type AsdSource, readAsdValues } from "./asd_values.ts";

/** Bytes before the description: a flag, two times, the description's length. */
const REFERENCE_HEADER = 20;

/** Bytes to which old programs filled their files up. */
const PADDING = 128;

/**
 * Reads the white reference and its description, from version 2 on.
 *
 * @param view The file.
 * @param source What its header says.
 * @returns Null for what there is not.
 * @throws {InputError} If the file is cut short, or the spectrum does not end
 * where the header says.
 */
export function readAsdReference(view: DataView, source: AsdSource): {
  reference: Float64Array | null;
  description: string | null;
} {
  const { header: { version, channels, size }, path } = source;
  const at = ASD_HEADER + channels * size;
  const left = view.byteLength - at;
  if (version === 1 && left >= PADDING) {
    throw new InputError(
      `${path}, byte 204: found ${channels} channels, after which the file ` +
        `goes on for ${left} bytes; expected it to end with its spectrum`,
    );
  }
  if (version === 1 || left === 0) {
    return { reference: null, description: null };
  }
  const start = at + REFERENCE_HEADER;
  if (start > view.byteLength) {
    throw new InputError(
      `${path}: is cut short after ${view.byteLength} bytes; expected the ` +
        `header of a white reference up to byte ${start}`,
    );
  }
  const taken = readFlag(view, at, path);
  const length = view.getUint16(at + 18, true);
  if (start + length > view.byteLength) {
    throw new InputError(
      `${path}, byte ${at + 18}: found a description of ${length} bytes; ` +
        `expected one that ends within ${view.byteLength}`,
    );
  }
  const text = new Uint8Array(view.buffer, view.byteOffset + start, length);
  return {
    reference: taken ? readAsdValues(view, start + length, source) : null,
    description: fieldOfText(text),
  };
}

/**
 * Visual Basic's true is -1. Anything else than true and false means that the
 * spectrum does not end here: the number of channels or the format is wrong.
 */
function readFlag(view: DataView, at: number, path: string): boolean {
  const flag = view.getInt16(at, true);
  if (flag !== 0 && flag !== 1 && flag !== -1) {
    throw new InputError(
      `${path}, byte ${at}: found ${flag}; expected -1 or 0, whether a white ` +
        "reference was taken",
    );
  }
  return flag !== 0;
}
