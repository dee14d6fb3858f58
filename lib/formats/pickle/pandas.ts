// A pandas DataFrame (or Series) out of the records of a pickle. It is stored
// as blocks of columns of one type, `[column, row]`, each with the places of
// its columns, and an axis of names and one of rows. pandas 1.3 and later call
// BlockManager(blocks, axes); earlier ones (and a Series to this day) set a
// state with the same under the key "0.14.1".
import { InputError } from "../../errors.ts";
import { asArray, isArray, numbersOf, type Place } from "./numpy.ts";
import { textsOf } from "./string_array.ts";
import {
  classOf,
  describe,
  PyDict,
  PyRecord,
  PyTuple,
  type PyValue,
} from "./values.ts";

/** A table of numbers. */
export interface Frame {
  /** Names of the columns, as text. */
  readonly columns: readonly string[];
  /** Values by column; what is missing is NaN. */
  readonly values: readonly Float64Array[];
  /** Labels of the rows, or null if they are only counted from 0. */
  readonly index: readonly string[] | null;
  readonly rows: number;
}

interface Block {
  readonly values: PyValue;
  readonly places: PyValue;
}

const FRAME = /^pandas\.(core\.frame\.)?DataFrame$/;
const SERIES = /^pandas\.(core\.series\.)?Series$/;

/**
 * Understands a record as a DataFrame, or a Series as one of a single column.
 *
 * @throws {InputError} If it is none, or holds anything but numbers.
 */
export function asFrame(value: PyValue | undefined, place: Place): Frame {
  const { source, what } = place;
  const kind = value instanceof PyRecord ? classOf(value) : "";
  const isFrame = FRAME.test(kind);
  if (!(isFrame || SERIES.test(kind))) {
    throw new InputError(
      `${source}: ${what} is ${describe(value)}; expected a pandas DataFrame ` +
        "with a column for each replicate",
    );
  }
  const { state } = value as PyRecord;
  const manager = state instanceof PyDict
    ? state.get("_mgr") ?? state.get("_data")
    : undefined;
  const { blocks, axes } = readManager(manager, place);
  if (axes.length !== (isFrame ? 2 : 1)) fail(place, "has not two axes");
  if (!isFrame) {
    if (blocks.length !== 1) fail(place, "is a Series of several blocks");
    const values = blockNumbers(blocks[0].values, place);
    const index = readAxis(axes[0], values.length, place);
    return { columns: [""], values: [values], index, rows: values.length };
  }
  const rows = axisLength(axes[1], place);
  const count = axisLength(axes[0], place);
  if (count > MOST_COLUMNS) fail(place, `has ${count} columns`);
  const columns = readAxis(axes[0], count, {
    source,
    what: `${what}, in its columns,`,
  }) ?? Array.from({ length: count }, (_, at) => String(at));
  const values = readBlocks(blocks, { columns, rows }, place);
  return { columns, values, index: readAxis(axes[1], rows, place), rows };
}

function fail(place: Place, found: string): never {
  throw new InputError(
    `${place.source}: ${place.what} ${found}; expected a pandas DataFrame as ` +
      "pandas 1 to 3 write it",
  );
}

function readManager(
  manager: PyValue | undefined,
  place: Place,
): { blocks: Block[]; axes: readonly PyValue[] } {
  if (!(manager instanceof PyRecord)) return fail(place, "has no values");
  const [blocks, axes] = manager.args;
  if (blocks instanceof PyTuple && Array.isArray(axes)) {
    return {
      blocks: blocks.items.map((block) => readBlock(block, place)),
      axes,
    };
  }
  const { state } = manager;
  const extra = state instanceof PyTuple ? state.items[3] : undefined;
  const inner = extra instanceof PyDict ? extra.get("0.14.1") : undefined;
  if (!(inner instanceof PyDict)) return fail(place, "has no values");
  const stored = inner.get("blocks");
  const outer = inner.get("axes");
  if (!(Array.isArray(stored) && Array.isArray(outer))) {
    return fail(place, "has no values");
  }
  return {
    blocks: stored.map((block) => {
      if (!(block instanceof PyDict)) return fail(place, "has a strange block");
      const { values = null, places = null } = {
        values: block.get("values"),
        places: block.get("mgr_locs"),
      };
      return { values, places };
    }),
    axes: outer,
  };
}

function readBlock(block: PyValue, place: Place): Block {
  const known = block instanceof PyRecord &&
    /\.(_unpickle_block|new_block)$/.test(block.name);
  if (!known) return fail(place, "has a strange block");
  const [values = null, places = null] = (block as PyRecord).args;
  return { values, places };
}

/** Numbers of a block; of a nullable one, NaN where they are missing. */
function blockNumbers(values: PyValue, place: Place): Float64Array {
  const nullable = values instanceof PyRecord &&
    /\.(Floating|Integer)Array$/.test(classOf(values)) &&
    values.state instanceof PyDict;
  if (!nullable) return numbersOf(asArray(values, place), place);
  const state = (values as PyRecord).state as PyDict;
  const numbers = numbersOf(asArray(state.get("_data"), place), place);
  const mask = numbersOf(asArray(state.get("_mask"), place), place);
  return numbers.map((value, at) => mask[at] ? NaN : value);
}

function readBlocks(
  blocks: readonly Block[],
  { columns, rows }: { columns: readonly string[]; rows: number },
  place: Place,
): Float64Array[] {
  const values: Float64Array[] = new Array(columns.length);
  for (const block of blocks) {
    const places = readPlaces(block.places, columns.length, place);
    const names = places.slice(0, 3).map((at) => columns[at]).join(", ");
    const more = places.length > 3 ? ", …" : "";
    const numbers = blockNumbers(block.values, {
      source: place.source,
      what: `${place.what}, column${places.length === 1 ? "" : "s"} ` +
        `${names}${more},`,
    });
    if (numbers.length !== places.length * rows) {
      fail(place, `has ${numbers.length} values in ${places.length} columns`);
    }
    places.forEach((at, i) => {
      if (values[at]) fail(place, `has column ${columns[at]} twice`);
      values[at] = numbers.subarray(i * rows, (i + 1) * rows);
    });
  }
  columns.forEach((name, at) => {
    if (!values[at]) fail(place, `has no values in column ${name}`);
  });
  return values;
}

/** Places of a block's columns: a slice, an array, or a wrapper of either. */
function readPlaces(value: PyValue, count: number, place: Place): number[] {
  if (value instanceof PyRecord) {
    if (value.name.endsWith(".BlockPlacement")) {
      const [inner] = value.args;
      const nested = inner instanceof PyRecord &&
        inner.name.endsWith(".BlockPlacement");
      return nested || inner === undefined
        ? fail(place, "has a strange block")
        : readPlaces(inner, count, place);
    }
    const places = /builtin(s|__)\.slice$/.test(value.name)
      ? slicePlaces(value.args, count)
      : isArray(value)
      ? [...numbersOf(asArray(value, place), place)]
      : [];
    const valid = places.length > 0 &&
      places.every((at) => Number.isInteger(at) && at >= 0 && at < count);
    if (valid) return places;
  }
  return fail(place, "has a block without places");
}

function slicePlaces(args: readonly PyValue[], count: number): number[] {
  const [start, stop, step] = args;
  const by = step ?? 1;
  if (
    typeof start !== "number" || typeof by !== "number" ||
    !Number.isInteger(by) || by === 0
  ) return [];
  const end = typeof stop === "number" ? stop : by > 0 ? count : -1;
  const places: number[] = [];
  for (let at = start; by > 0 ? at < end : at > end; at += by) {
    if (places.length >= count) return [];
    places.push(at);
  }
  return places;
}

/** State of an index: `_new_Index(class, {…})`. */
function indexState(axis: PyValue, place: Place): PyDict {
  const [, state] = axis instanceof PyRecord ? axis.args : [];
  const known = axis instanceof PyRecord && axis.name.endsWith("._new_Index");
  if (!known || !(state instanceof PyDict)) {
    return fail(place, `has ${describe(axis)} as an axis`);
  }
  return state;
}

/** Start, stop and step of a RangeIndex. */
function rangeOf(state: PyDict): [number, number, number] | null {
  const [start, stop, step] = ["start", "stop", "step"].map((key) =>
    state.get(key)
  );
  const valid = Number.isSafeInteger(start) && Number.isSafeInteger(stop) &&
    Number.isSafeInteger(step) && step !== 0;
  return valid ? [start as number, stop as number, step as number] : null;
}

/** Columns are replicates: a handful. */
const MOST_COLUMNS = 1e5;
/** Longest axis; rows of a table of spectra are bands. */
const LONGEST_AXIS = 1e6;

function axisLength(axis: PyValue, place: Place): number {
  const state = indexState(axis, place);
  const range = rangeOf(state);
  if (range) {
    const [start, stop, step] = range;
    const length = Math.max(0, Math.ceil((stop - start) / step));
    if (length <= LONGEST_AXIS) return length;
    return fail(place, `has ${length} rows`);
  }
  return arrayLength(state.get("data"), place);
}

/** Length of an array of labels, as it says itself; it is checked later. */
function arrayLength(data: PyValue | undefined, place: Place): number {
  if (isArray(data)) return asArray(data, place).shape[0] ?? 0;
  if (data instanceof PyRecord && data.state instanceof PyTuple) {
    return arrayLengthOfArray(data.state.items[1], place);
  }
  if (data instanceof PyRecord && data.state instanceof PyDict) {
    const { state } = data;
    const inner = state.get("_ndarray");
    if (isArray(inner)) return arrayLengthOfArray(inner, place);
    const arrow = state.get("_pa_array") ?? state.get("_data");
    if (arrow instanceof PyRecord) {
      const [first] = arrow.args;
      const chunks = Array.isArray(first) ? first : [arrow];
      return chunks.reduce<number>((sum, chunk) => {
        const [items] = chunk instanceof PyRecord ? chunk.args : [];
        const count = items instanceof PyTuple ? items.items[1] : 0;
        return sum + (typeof count === "number" ? count : 0);
      }, 0);
    }
  }
  return fail(place, "has an axis without labels");
}

function arrayLengthOfArray(data: PyValue | undefined, place: Place): number {
  return asArray(data, place).shape[0] ?? 0;
}

/** Labels of an axis; null if it only counts 0, 1, 2, …. */
function readAxis(
  axis: PyValue,
  length: number,
  place: Place,
): readonly string[] | null {
  const state = indexState(axis, place);
  const range = rangeOf(state);
  if (!range) {
    const labels = textsOf(state.get("data"), length, place);
    return labels.every((label, at) => label === String(at)) ? null : labels;
  }
  const [start, , step] = range;
  if (start === 0 && step === 1) return null;
  return Array.from({ length }, (_, at) => String(start + at * step));
}
