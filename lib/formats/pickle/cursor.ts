// Walks through the bytes of a pickle; everything it gives has been checked to
// be there.
import { InputError } from "../../errors.ts";

/** The longest whole number that is read, in bytes; NumPy's have 8. */
const LONGEST_INTEGER = 32;
/** The longest line of protocol 0 that holds no text. */
const LONGEST_LINE = 1024;

/** A place in the bytes of a pickle. */
export class Cursor {
  at = 0;
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    /** Name of the file, for messages. */
    readonly source: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Ends the reading with a sentence that says where. */
  fail(found: string): never {
    throw new InputError(
      `${this.source}, byte ${this.at}: ${found}; expected a pickle of tables ` +
        "or arrays",
    );
  }

  /** Takes bytes; they are a view of the file's. */
  take(count: number): Uint8Array {
    const { at, bytes } = this;
    if (!(count <= bytes.length - at)) {
      this.fail(
        `is cut short: ${count} more bytes are announced and ` +
          `${bytes.length - at} are there`,
      );
    }
    this.at += count;
    return bytes.subarray(at, at + count);
  }

  byte(): number {
    return this.take(1)[0];
  }

  uint16(): number {
    this.take(2);
    return this.#view.getUint16(this.at - 2, true);
  }

  int32(): number {
    this.take(4);
    return this.#view.getInt32(this.at - 4, true);
  }

  uint32(): number {
    this.take(4);
    return this.#view.getUint32(this.at - 4, true);
  }

  /** A length of eight bytes; what is too large for a file stays too large. */
  uint64(): number {
    this.take(8);
    return Number(this.#view.getBigUint64(this.at - 8, true));
  }

  float64(): number {
    this.take(8);
    return this.#view.getFloat64(this.at - 8, false);
  }

  /** A whole number of any length, two's complement, little-endian. */
  integer(length: number): bigint {
    if (length > LONGEST_INTEGER) {
      this.fail(`holds a whole number of ${length} bytes`);
    }
    const bytes = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) {
      value = (value << 8n) | BigInt(bytes[i]);
    }
    return BigInt.asIntN(8 * length, value);
  }

  /** UTF-8 text of a length. */
  text(length: number): string {
    const bytes = this.take(length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
        .decode(bytes);
    } catch {
      return this.fail("holds text that is not UTF-8");
    }
  }

  /** A line of protocol 0, as Latin-1, without its end. */
  line(longest: number = LONGEST_LINE): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) this.fail("is cut short within a line");
    if (end - this.at > longest) this.fail("holds a line that is too long");
    const line = latin1(this.take(end - this.at));
    this.at++;
    return line;
  }
}

/** Bytes as text, one character for each. */
export function latin1(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}
