// Splice correction: an instrument with several detectors leaves a step where
// one ends and the next begins. The second detector stays as it is; a line
// through its edge says what its neighbour should have measured there.
import type { SpliceConfig } from "../config/preprocess_types.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { mapRows, refuseRow } from "./rows.ts";

/**
 * Takes the steps at splices out of spectra.
 *
 * A detector ends with the last band at or below its splice. At the first
 * splice a line is fitted by least squares through the first `bands` bands of
 * the second detector and extended to the splice; the first detector is moved
 * so that its last band meets it. At every later splice a line through the
 * last `bands` bands of the detector before is extended to the splice, and the
 * first band of the detector after is moved onto it. `additive` shifts a
 * detector by the difference, `multiplicative` scales it by the quotient.
 *
 * @param set Reflectance on the instrument's own wavelengths.
 * @param options Positions in nm, or null for those that each spectrum's file
 * names; method and bands of the line.
 * @returns A new set.
 * @throws {InputError} If a spectrum has no splices or one is outside its
 * wavelengths, a detector has too few bands, or a quotient is not above 0.
 *
 * Reference: `prospectr::spliceCorrection` (`interpol.bands` is `bands`) for
 * one or two splices, method additive; more splices go on in the same way.
 */
export function spliceCorrection(
  set: SpectraSet,
  options: Omit<SpliceConfig, "step">,
): SpectraSet {
  return mapRows(set, (from, to, row) => {
    const splices = options.splices ?? set.metadata?.[row].splices ?? [];
    if (splices.length === 0) {
      refuseRow(
        set,
        row,
        "its file names no splices; expected them there or in the list " +
          "splices of step splice",
      );
    }
    to.set(from);
    const problem = correct(to, set.wavelengths, { ...options, splices });
    if (problem !== null) refuseRow(set, row, problem);
  });
}

/** Corrects one spectrum in place; says what is wrong with it, or null. */
function correct(
  values: Float64Array,
  wavelengths: Float64Array,
  { splices, method, bands }: {
    readonly splices: readonly number[];
    readonly method: SpliceConfig["method"];
    readonly bands: number;
  },
): string | null {
  const count = wavelengths.length;
  // Where each detector begins, and the end of the last.
  const starts = [0];
  for (const splice of splices) {
    const after = wavelengths.findIndex((nm) => nm > splice);
    if (after < 1) {
      return `has a splice at ${splice} nm; expected one inside its ` +
        `wavelengths, ${wavelengths[0]} to ${wavelengths[count - 1]} nm`;
    }
    starts.push(after);
  }
  starts.push(count);
  for (let k = 1; k < starts.length - 1; k++) {
    // The first detector hangs on the second, every later one on its neighbour.
    const side = k === 1 ? 1 : k - 1;
    const has = starts[side + 1] - starts[side];
    if (has < bands) {
      return `has ${has} bands between the splices around ` +
        `${wavelengths[starts[side]]} nm; expected ${bands} or more for the ` +
        "line of step splice";
    }
  }
  const line = (first: number, nm: number) =>
    lineAt(
      wavelengths.subarray(first, first + bands),
      values.subarray(first, first + bands),
      nm,
    );
  const shift = (from: number, to: number, [is, meant]: [number, number]) => {
    const factor = meant / is;
    if (method === "multiplicative" && !(factor > 0 && factor < Infinity)) {
      return `is ${is} at a splice where ${meant} is meant; expected values ` +
        "above 0 for method multiplicative of step splice";
    }
    for (let i = from; i < to; i++) {
      values[i] = method === "additive"
        ? values[i] - (is - meant)
        : values[i] * factor;
    }
    return null;
  };
  const second = starts[1];
  const last = second - 1;
  let problem = shift(0, second, [values[last], line(second, splices[0])]);
  for (let k = 2; k < starts.length - 1 && problem === null; k++) {
    const start = starts[k];
    const meant = line(start - bands, splices[k - 1]);
    problem = shift(start, starts[k + 1], [values[start], meant]);
  }
  return problem;
}

/** The least-squares line through some points, at a place. */
function lineAt(x: Float64Array, y: Float64Array, at: number): number {
  const n = x.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += x[i] / n;
    meanY += y[i] / n;
  }
  let [xx, xy] = [0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i] - meanX) * (x[i] - meanX);
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return meanY + xy / xx * (at - meanX);
}
