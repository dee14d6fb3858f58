// A block of parameters in an OPUS file: names of three letters, each with the
// type of its value, the value's length, and the value. `END` ends them.
import { decodeText, fieldOfText } from "../shared/text.ts";
import { viewOf } from "../shared/block_bytes.ts";

/** Values by name. A text without letters is left out. */
export type OpusParameters = ReadonlyMap<string, number | string>;

/** Bytes before a value: name, a zero, type, length. */
const HEAD = 8;

/** Types of values; all above are texts. */
const INTEGER = 0;
const DOUBLE = 1;
const LAST_TYPE = 4;

/**
 * Reads parameters.
 *
 * @param bytes The block.
 * @returns Those up to `END`, or up to what is none: blocks may hold something
 * else behind them.
 */
export function readOpusParameters(bytes: Uint8Array): OpusParameters {
  const view = viewOf(bytes);
  const found = new Map<string, number | string>();
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const name = decodeText(bytes.subarray(at, at + 3));
    const type = view.getUint16(at + 4, true);
    const length = 2 * view.getUint16(at + 6, true);
    const start = at + HEAD;
    if (name === "END" || !/^[\w ]{3}$/.test(name) || type > LAST_TYPE) break;
    if (start + length > bytes.length) break;
    if (type === INTEGER && length >= 4) {
      found.set(name, view.getInt32(start, true));
    } else if (type === DOUBLE && length >= 8) {
      found.set(name, view.getFloat64(start, true));
    } else if (type > DOUBLE) {
      const text = fieldOfText(bytes.subarray(start, start + length));
      if (text !== null) found.set(name, text);
    }
    at = start + length;
  }
  return found;
}
