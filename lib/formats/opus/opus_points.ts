// The points of a result: equally spaced abscissae between two that the
// parameters tell, and ordinates of 32 bits times a common factor.
import { InputError } from "../../errors.ts";
import { blockBytes, viewOf } from "../shared/block_bytes.ts";
import { evenly } from "../shared/evenly.ts";
import type { OpusParameters } from "./opus_parameters.ts";
import type { OpusResult } from "./opus_result.ts";

/** Units of x by the codes of `DXU`; WN are wavenumbers, MI micrometres. */
const X_UNITS: Readonly<Record<string, string>> = { WN: "1/cm", MI: "um" };

/** The data point format that is read: 32-bit floating point. */
const FLOAT = 1;

/** More points than any spectrometer records. */
const MOST_POINTS = 1_000_000;

/** What rounding may leave of 1 of the largest size of an ordinate. */
const ROUNDING = 1e-5;

/** Points in the order and the units that the file has them in. */
export interface OpusPoints {
  readonly x: Float64Array;
  readonly xUnit: string;
  readonly y: Float64Array;
  /** What the parameters say that the ordinates contradict. */
  readonly warnings: readonly string[];
}

/** What is read, and from where. */
interface Source {
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly result: OpusResult;
  readonly status: OpusParameters;
}

/**
 * Reads the points.
 *
 * @param source The file, its result, and the result's parameters.
 * @throws {InputError} If a parameter that is needed is missing or makes no
 * sense, or the values are fewer than it says.
 */
export function readOpusPoints(source: Source): OpusPoints {
  const { bytes, path, result: { values } } = source;
  const unit = needed(source, "DXU");
  const format = source.status.get("DPF") ?? FLOAT;
  if (format !== FLOAT) refuse(source, "DPF", "1, floating point of 32 bits");
  const count = points(source);
  const ends = ["FXV", "LXV"].map((name) => {
    const value = Number(needed(source, name));
    return Number.isFinite(value) ? value : refuse(source, name, "a number");
  });
  const factor = Number(source.status.get("CSF") ?? 1);
  if (!Number.isFinite(factor) || factor === 0) {
    refuse(source, "CSF", "a factor of the values");
  }
  const view = viewOf(blockBytes(bytes, values, path));
  const y = Float64Array.from(
    { length: count },
    (_, i) => factor * view.getFloat32(4 * i, true),
  );
  return {
    x: evenly(ends[0], ends[1], count),
    xUnit: X_UNITS[unit] ?? `${unit} (DXU)`,
    y,
    warnings: rangeWarnings(source.status, y),
  };
}

function points(source: Source): number {
  const { values } = source.result;
  const count = Number(needed(source, "NPT"));
  if (!Number.isInteger(count) || count < 2 || count > MOST_POINTS) {
    refuse(source, "NPT", `2 to ${MOST_POINTS} points`);
  }
  if (4 * count > values.length) {
    refuse(source, "NPT", `at most ${values.length / 4}, as its values are`);
  }
  return count;
}

function needed(source: Source, name: string): number | string {
  return source.status.get(name) ?? refuse(source, name, "it to be there");
}

function refuse(
  { path, result: { status: { name: block, at } }, status }: Source,
  name: string,
  expected: string,
): never {
  const value = status.get(name);
  const found = value === undefined
    ? `no ${name}`
    : `${name} to be ${String(value).slice(0, 40)}`;
  throw new InputError(
    `${path}, byte ${at}: found ${found} in the ${block}; expected ${expected}`,
  );
}

/** The smallest and the largest ordinate stand among the parameters. */
function rangeWarnings(
  status: OpusParameters,
  y: Float64Array,
): readonly string[] {
  const said = ["MNY", "MXY"].map((name) => Number(status.get(name)));
  const found = [Infinity, -Infinity];
  for (const value of y) {
    found[0] = Math.min(found[0], value);
    found[1] = Math.max(found[1], value);
  }
  const slack = ROUNDING * Math.max(...found.map(Math.abs));
  // Where nothing is said both comparisons fail.
  if (!said.some((value, i) => Math.abs(value - found[i]) > slack)) return [];
  const short = (range: readonly number[]) =>
    range.map((value) => Number(value.toPrecision(6))).join(" to ");
  return [
    `that its values range from ${short(said)}, where they do from ` +
    short(found),
  ];
}
