// Where two files differ first, and by how much, in the file's own terms: a row
// and column of a table, an element of an array, a tensor's value, a path in
// JSON; else a byte.
import { decodeNpy } from "../artifacts/npy.ts";

const decoder = new TextDecoder();

/**
 * Describes how a file differs from the one that was expected.
 *
 * @param path Its path inside the run, which says what it is.
 * @param found Its bytes.
 * @param expected What they should be.
 * @param context Other files that tell how to read it: `model.json` of weights.
 * @returns A sentence's end, such as `row 3, column loss: found 1, expected 2`.
 *
 * @example
 * ```ts
 * import { describeDifference } from "./difference.ts";
 *
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * const text = describeDifference(
 *   "history.csv",
 *   bytes("epoch,loss\r\n1,2.5\r\n"),
 *   bytes("epoch,loss\r\n1,2\r\n"),
 * );
 * console.log(text); // row 2, column loss: found 2.5, expected 2, 0.5 off; …
 * ```
 */
export function describeDifference(
  path: string,
  found: Uint8Array,
  expected: Uint8Array,
  context: { readonly modelJson?: Uint8Array } = {},
): string {
  try {
    const described = path.endsWith(".csv")
      ? tables(decoder.decode(found), decoder.decode(expected))
      : path.endsWith(".npy")
      ? arrays(found, expected)
      : path.endsWith(".json")
      ? difference(
        JSON.parse(decoder.decode(found)),
        JSON.parse(decoder.decode(expected)),
      )
      : path.endsWith("weights.bin") && context.modelJson
      ? weights(found, expected, context.modelJson)
      : null;
    if (described !== null) return described;
  } catch {
    // What cannot be read in its own terms is compared byte by byte.
  }
  const at = found.findIndex((byte, index) => byte !== expected[index]);
  const offset = at < 0 ? Math.min(found.length, expected.length) : at;
  return found.length === expected.length
    ? `differs from byte ${offset} on`
    : `differs from byte ${offset} on (${found.length} bytes, expected ` +
      `${expected.length})`;
}

/**
 * Finds the first difference of two JSON values.
 *
 * @returns Where, what was found and what was expected; null if they are equal.
 */
export function difference(
  found: unknown,
  expected: unknown,
  at = "$",
): string | null {
  if (Object.is(found, expected)) return null;
  const both = [found, expected];
  if (both.every((value) => typeof value === "object" && value !== null)) {
    const [a, b] = both as Record<string, unknown>[];
    const keys = [...new Set([...Object.keys(b), ...Object.keys(a)])];
    for (const key of keys) {
      const place = Array.isArray(b) ? `${at}[${key}]` : `${at}.${key}`;
      if (!(key in a)) return `${place} is missing`;
      if (!(key in b)) return `${place} should not be there`;
      const inside = difference(a[key], b[key], place);
      if (inside !== null) return inside;
    }
    return null;
  }
  return `${at}: found ${short(found)}, expected ${short(expected)}` +
    off(found, expected);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function off(found: unknown, expected: unknown): string {
  if (typeof found !== "number" || typeof expected !== "number") return "";
  return `, ${number(Math.abs(found - expected))} off`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function tables(found: string, expected: string): string | null {
  const [a, b] = [found, expected].map((text) =>
    text.trimEnd().split(/\r?\n/).map((line) => line.split(","))
  );
  const header = b[0];
  let first: string | null = null;
  let worst = 0;
  let cells = 0;
  for (let row = 0; row < Math.max(a.length, b.length); row++) {
    for (
      let i = 0;
      i < Math.max(a[row]?.length ?? 0, b[row]?.length ?? 0);
      i++
    ) {
      const [is, must] = [a[row]?.[i], b[row]?.[i]];
      if (is === must) continue;
      cells++;
      const numbers = [is, must].map((cell) => cell ? Number(cell) : NaN);
      const distance = Math.abs(numbers[0] - numbers[1]);
      if (distance > worst) worst = distance;
      first ??= `row ${row + 1}, column ${header[i] ?? i + 1}: found ` +
        `${is || "nothing"}, expected ${must || "nothing"}` +
        (Number.isFinite(distance) ? `, ${number(distance)} off` : "");
    }
  }
  if (first === null) return null;
  return cells === 1
    ? first
    : `${first}; ${cells} cells differ, by at most ${number(worst)}`;
}

/** Difference of two runs of numbers, each place named by `nameOf`. */
function numbers(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  nameOf: (at: number) => string,
): string | null {
  let first = -1;
  let count = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(found[i], expected[i])) continue;
    if (first < 0) first = i;
    count++;
    worst = Math.max(worst, Math.abs(found[i] - expected[i]));
  }
  if (first < 0) return null;
  return `${nameOf(first)}: found ${found[first]}, expected ` +
    `${expected[first]}; ${count} of ${expected.length} values differ, by at ` +
    `most ${number(worst)}`;
}

function arrays(found: Uint8Array, expected: Uint8Array): string | null {
  const [a, b] = [found, expected].map((bytes) => decodeNpy(bytes, "array"));
  if (a.shape.join() !== b.shape.join()) {
    return `has shape [${a.shape.join(", ")}], expected ` +
      `[${b.shape.join(", ")}]`;
  }
  return numbers(a.data, b.data, (at) => {
    const index: number[] = [];
    for (const size of b.shape.toReversed()) {
      index.unshift(at % size);
      at = Math.floor(at / size);
    }
    return `element [${index.join(", ")}]`;
  });
}

interface WeightsManifest {
  readonly weightsManifest: readonly {
    readonly weights: readonly {
      readonly name: string;
      readonly shape: readonly number[];
    }[];
  }[];
}

function weights(
  found: Uint8Array,
  expected: Uint8Array,
  modelJson: Uint8Array,
): string | null {
  if (found.length !== expected.length) return null;
  const model: WeightsManifest = JSON.parse(decoder.decode(modelJson));
  const [a, b] = [found, expected].map((bytes) =>
    new Float32Array(bytes.slice().buffer)
  );
  const names: { name: string; start: number }[] = [];
  let start = 0;
  for (const { name, shape } of model.weightsManifest[0].weights) {
    names.push({ name, start });
    start += shape.reduce((size, n) => size * n, 1);
  }
  return numbers(a, b, (at) => {
    const tensor = names.findLast((each) => each.start <= at)!;
    return `${tensor.name}, value ${at - tensor.start}`;
  });
}
