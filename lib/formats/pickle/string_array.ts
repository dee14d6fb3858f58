// pandas' arrays of texts: as Python objects (StringArray) or as Arrow's bytes
// and offsets (ArrowStringArray, pandas 3 where pyarrow is installed).
import { InputError } from "../../errors.ts";
import { asArray, labelsOf, type Place } from "./numpy.ts";
import {
  classOf,
  describe,
  PyDict,
  PyRecord,
  PyTuple,
  type PyValue,
} from "./values.ts";

/**
 * Texts of a one-dimensional array, of NumPy or of pandas.
 *
 * @throws {InputError} If it is none, or does not hold `length` texts.
 */
export function textsOf(
  value: PyValue | undefined,
  length: number,
  place: Place,
): readonly string[] {
  const texts = collect(value, length, place);
  if (texts.length === length) return texts;
  throw new InputError(
    `${place.source}: ${place.what} has ${texts.length} labels; expected ` +
      `${length}`,
  );
}

function collect(
  value: PyValue | undefined,
  length: number,
  place: Place,
): readonly string[] {
  if (!(value instanceof PyRecord)) {
    return labelsOf(asArray(value, place), place);
  }
  if (value.name.endsWith(".__pyx_unpickle_NDArrayBacked")) {
    const { state } = value;
    const items = state instanceof PyTuple ? state.items : [];
    return labelsOf(asArray(items[1], place), place);
  }
  const name = classOf(value);
  if (/\.ArrowStringArray\w*$/.test(name)) {
    const { state } = value;
    const stored = state instanceof PyDict
      ? state.get("_pa_array") ?? state.get("_data")
      : undefined;
    return arrowTexts(stored, length, place);
  }
  if (/\.StringArray\w*$/.test(name) && value.state instanceof PyDict) {
    return labelsOf(asArray(value.state.get("_ndarray"), place), place);
  }
  return labelsOf(asArray(value, place), place);
}

/** An Arrow array, or several of them one after the other. */
function arrowTexts(
  value: PyValue | undefined,
  length: number,
  place: Place,
): string[] {
  const fail = (): never => {
    throw new InputError(
      `${place.source}: ${place.what} has ${describe(value)} where an Arrow ` +
        "array of texts stands; expected text without gaps",
    );
  };
  if (!(value instanceof PyRecord)) return fail();
  if (value.name === "pyarrow.lib.chunked_array") {
    const [chunks] = value.args;
    if (!Array.isArray(chunks)) return fail();
    const texts: string[] = [];
    for (const chunk of chunks) {
      const isArray = chunk instanceof PyRecord &&
        chunk.name === "pyarrow.lib._restore_array";
      if (!isArray) return fail();
      for (const text of arrowTexts(chunk, length, place)) texts.push(text);
      if (texts.length > length) return fail();
    }
    return texts;
  }
  // _restore_array((type, length, null_count, offset, buffers, …))
  const [data] = value.args;
  const items = data instanceof PyTuple ? data.items : [];
  const [type, count, nulls, start, buffers] = items;
  const alias = type instanceof PyRecord ? type.args[0] : undefined;
  const parts = Array.isArray(buffers) ? buffers.slice(1).map(bytesOf) : [];
  const [offsets, bytes] = parts;
  if (
    (alias !== "string" && alias !== "large_string") || nulls !== 0 ||
    !isCount(count) || !isCount(start) || count > length || !offsets || !bytes
  ) return fail();
  const width = alias === "string" ? 4 : 8;
  if (offsets.length < (start + count + 1) * width) return fail();
  const view = new DataView(
    offsets.buffer,
    offsets.byteOffset,
    offsets.byteLength,
  );
  const offset = (at: number) =>
    width === 4
      ? view.getInt32(at * width, true)
      : Number(view.getBigInt64(at * width, true));
  return Array.from({ length: count }, (_, i) => {
    const from = offset(start + i);
    const to = offset(start + i + 1);
    if (!(from >= 0 && from <= to && to <= bytes.length)) return fail();
    return new TextDecoder().decode(bytes.subarray(from, to));
  });
}

function isCount(value: PyValue | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** Bytes of a `py_buffer`. */
function bytesOf(value: PyValue): Uint8Array | null {
  if (!(value instanceof PyRecord)) return null;
  const [bytes] = value.args;
  return bytes instanceof Uint8Array ? bytes : null;
}
