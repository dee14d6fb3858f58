// Thrift's compact protocol, walked with bounds before hyparquet decodes it:
// its decoder trusts lengths, and a damaged one costs minutes and gigabytes.
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
import { lengthAt, unzigzag, type Varint, varintAt } from "./varint.ts";

/** A struct's fields by their numbers: whole numbers, truths (1, 0), structs. */
export type ThriftStruct = ReadonlyMap<number, number | ThriftStruct>;

/** Deepest that Parquet's structs stand in each other: about ten. */
const DEEPEST = 32;

const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST] = //
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const STRUCT = 12;

/** Goes through structs of Thrift, one after another. */
export class ThriftWalk {
  /** Where the next byte is. */
  at: number;

  /**
   * Begins a walk.
   *
   * @param bytes What to walk in; the walk never leaves it.
   * @param at Where to begin.
   * @param what Its name in refusals, such as `its footer`.
   */
  constructor(
    readonly bytes: Uint8Array,
    at: number,
    readonly what: string,
  ) {
    this.at = at;
  }

  /**
   * Walks over a struct and all that is in it.
   *
   * @returns Its fields that are numbers and structs; those of lists are not
   * kept.
   * @throws {RangeError} If it is cut short or no Thrift.
   */
  struct(): ThriftStruct {
    const fields = new Map<number, number | ThriftStruct>();
    this.#fields(fields, 0);
    return fields;
  }

  /** Walks over a struct whose fields nobody asks for. */
  skipStruct(): void {
    this.#fields(undefined, 0);
  }

  #fields(
    keep: Map<number, number | ThriftStruct> | undefined,
    depth: number,
  ): void {
    if (depth > DEEPEST) this.#refuse("is damaged");
    let field = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === STOP) return;
      field = head >> 4 ? field + (head >> 4) : this.#whole();
      const value = this.#value(type, keep && depth < 4, depth);
      if (keep && value !== undefined) keep.set(field, value);
    }
  }

  #value(
    type: number,
    keep: boolean | undefined,
    depth: number,
  ): number | ThriftStruct | undefined {
    switch (type) {
      case TRUE:
      case FALSE:
        return 2 - type;
      case BYTE:
        return this.#byte();
      case I16:
      case I32:
      case I64:
        return this.#whole();
      case DOUBLE:
        return this.#skip(8);
      case BINARY:
        return this.#skip(this.#length());
      case LIST:
        return this.#list(depth + 1);
      case STRUCT: {
        const fields = keep ? new Map() : undefined;
        this.#fields(fields, depth + 1);
        return fields;
      }
      default:
        // Parquet has no maps and no sets.
        return this.#refuse("is damaged");
    }
  }

  /** Every element takes a byte or more, so that a list's length is bounded. */
  #list(depth: number): undefined {
    const head = this.#byte();
    const type = head & 15;
    const size = head >> 4 === 15 ? this.#length() : head >> 4;
    if (size > this.bytes.length - this.at) this.#refuse("is cut short");
    for (let i = 0; i < size; i++) {
      // A truth is in its field's head, but has a byte in a list.
      if (type === TRUE || type === FALSE) this.#byte();
      else this.#value(type, false, depth);
    }
  }

  #byte(): number {
    if (this.at >= this.bytes.length) this.#refuse("is cut short");
    return this.bytes[this.at++];
  }

  #skip(count: number): undefined {
    if (count > this.bytes.length - this.at) this.#refuse("is cut short");
    this.at += count;
  }

  #whole(): number {
    return unzigzag(this.#take(varintAt(this.bytes, this.at)));
  }

  #length(): number {
    return this.#take(lengthAt(this.bytes, this.at));
  }

  #take({ value, end }: Varint): number {
    this.at = end;
    return value;
  }

  #refuse(found: string): never {
    throw new RangeError(`${this.what} ${found}`);
  }
}
