// R 3.5 and later may save a vector by its rule: 1:100 as a length and a step,
// numbers that became texts, a vector in a wrapper. Here each becomes the
// plain vector that R would make of it.
import type { Fail } from "./input.ts";
import type { RAttributes, RValue } from "./values.ts";

/** What a value that is made by a rule may do. */
export interface Making {
  /** Refuses more values than the data can need. */
  readonly expand: (count: number) => void;
  /** Refuses the data. */
  readonly fail: Fail;
}

/**
 * Expands a value that is saved by its rule.
 *
 * @param info Class and package.
 * @param state What the class needs.
 * @param attributes Attributes of the value.
 * @param making Bounds what is made, and refuses.
 */
export function altrepValue(
  info: RValue,
  state: RValue,
  attributes: RAttributes,
  making: Making,
): RValue {
  const { fail } = making;
  const [symbol] = info.kind === "list" ? info.values : [];
  const name = symbol?.kind === "character" ? symbol.values[0] : null;
  switch (name) {
    case "compact_intseq":
      return { kind: "integer", values: sequence(state, making), attributes };
    case "compact_realseq":
      return { kind: "double", values: sequence(state, making), attributes };
    case "deferred_string":
      return {
        kind: "character",
        values: texts(first(state, fail), making),
        attributes,
      };
    case "wrap_integer":
    case "wrap_logical":
    case "wrap_real":
    case "wrap_string":
    case "wrap_list":
      return { ...first(state, fail), attributes };
    default:
      return fail(`holds a vector of R's class ${name ?? "without a name"}`);
  }
}

function sequence(state: RValue, { expand, fail }: Making): Float64Array {
  if (state.kind !== "double" || state.values.length !== 3) {
    return fail("has a sequence without length, start and step");
  }
  const [length, start, step] = state.values;
  if (!Number.isInteger(length)) fail(`has a sequence of ${length} numbers`);
  expand(length);
  return Float64Array.from({ length }, (_, at) => start + step * at);
}

/** The vector that a state holds, with its own attributes left behind. */
function first(state: RValue, fail: Fail): RValue {
  const [value] = state.kind === "list" ? state.values : [];
  return value ?? fail("has a wrapped vector without a vector");
}

/** R writes numbers with 15 digits. */
function texts(value: RValue, { fail }: Making): (string | null)[] {
  if (value.kind === "character") return [...value.values];
  if (value.kind === "list" || value.kind === "other") {
    return fail("has texts that are made of no vector");
  }
  return Array.from(
    value.values,
    (number) =>
      Number.isNaN(number) ? null : String(Number(number.toPrecision(15))),
  );
}
