// NumPy's types as they are pickled, and how their values stand in bytes.
import { PyRecord, PyTuple, type PyValue } from "./values.ts";

/** A type whose values are read. */
export interface Dtype {
  /** Kind and size, such as `f8`. */
  readonly name: string;
  /** Bytes of one value; 0 for objects, which stand in a list. */
  readonly size: number;
  readonly littleEndian: boolean;
}

/** Reads one value at an offset. */
export type ReadValue = (
  view: DataView,
  at: number,
  littleEndian: boolean,
) => number | bigint;

const READERS: Readonly<Record<string, ReadValue>> = {
  b1: (view, at) => view.getUint8(at) === 0 ? 0 : 1,
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  u8: (view, at, little) => view.getBigUint64(at, little),
  f2: (view, at, little) => view.getFloat16(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** The reader of a numeric type. */
export function numberReader({ name }: Dtype): ReadValue | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined;
}

/**
 * Understands a pickled `numpy.dtype`.
 *
 * @param value The record.
 * @returns The type, or null if it is none whose values are read here: dates,
 * complex numbers, structures.
 */
export function asDtype(value: PyValue): Dtype | null {
  if (!(value instanceof PyRecord) || value.name !== "numpy.dtype") return null;
  const [given] = value.args;
  if (typeof given !== "string") return null;
  const match = /^([<>=|]?)([a-zA-Z])(\d{0,6})$/.exec(given);
  if (!match) return null;
  const [, own, kind, digits] = match;
  const { state } = value;
  const order = state instanceof PyTuple ? state.items[1] : own || "<";
  if (
    state instanceof PyTuple && state.items.slice(2, 5).some((x) => x !== null)
  ) {
    return null; // of several fields, or of arrays
  }
  const littleEndian = order !== ">";
  if (kind === "O") return { name: "O", size: 0, littleEndian };
  if (/[US]/.test(kind) && Number(digits) === 0) return null;
  if (kind === "U") {
    return { name: "U", size: 4 * Number(digits), littleEndian };
  }
  if (kind === "S") return { name: "S", size: Number(digits), littleEndian };
  const name = kind + digits;
  if (!Object.hasOwn(READERS, name)) return null;
  return { name, size: Number(digits), littleEndian };
}

/** The name of a type that is not read, for messages. */
export function dtypeName(value: PyValue): string {
  const first = value instanceof PyRecord ? value.args[0] : undefined;
  return typeof first === "string" ? first.slice(0, 40) : "unknown";
}
