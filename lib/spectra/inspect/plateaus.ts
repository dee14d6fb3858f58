// Bands that all have one value: a detector at its end, a clipped file, a
// stretch that was filled with zeros. Rounding makes short plateaus, too, but
// a rounded spectrum leaves them by its smallest step.
import { FILLED_BANDS, FLAT_BANDS, FLAT_EDGE, ZERO_BANDS } from "./limits.ts";
import { counted } from "../../counted.ts";
import { figure, place, whose } from "./say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Oddity } from "./types.ts";

/** A run of one value. */
export interface Plateau {
  /** Its first band. */
  readonly from: number;
  /** Its last band. */
  readonly to: number;
  /** The value. */
  readonly value: number;
}

/**
 * Finds plateaus: `ZERO_BANDS` zeros or more; or `FLAT_BANDS` of the greatest
 * value or more, or `FILLED_BANDS` of another or more, that end, on one side at
 * least, with a jump of more than `FLAT_EDGE` times the smallest difference of
 * neighbours in the spectrum.
 *
 * @param values A spectrum that is not the same everywhere.
 */
export function findPlateaus(values: Float64Array): Plateau[] {
  let quantum = Infinity;
  let greatest = values[0];
  let long = false;
  let run = 1;
  for (let band = 1; band < values.length; band++) {
    if (values[band] > greatest) greatest = values[band];
    const change = Math.abs(values[band] - values[band - 1]);
    if (change > 0) {
      if (change < quantum) quantum = change;
      run = 1;
    } else if (++run >= ZERO_BANDS) long = true;
  }
  if (!long) return [];
  const found: Plateau[] = [];
  for (let from = 0; from < values.length;) {
    const value = values[from];
    let to = from;
    while (to + 1 < values.length && values[to + 1] === value) to++;
    const bands = to - from + 1;
    const edge = Math.max(
      from > 0 ? Math.abs(values[from - 1] - value) : 0,
      to + 1 < values.length ? Math.abs(values[to + 1] - value) : 0,
    );
    const flat = value === 0
      ? bands >= ZERO_BANDS
      : bands >= (value === greatest ? FLAT_BANDS : FILLED_BANDS) &&
        edge > FLAT_EDGE * quantum;
    if (flat) found.push({ from, to, value });
    from = to + 1;
  }
  return found;
}

/**
 * Says where a spectrum has plateaus.
 *
 * @param set The spectra.
 * @param row Which of them.
 * @param greatest The greatest value of the spectrum.
 */
export function plateauOddities(
  set: SpectraSet,
  row: number,
  { values, greatest }: {
    readonly values: Float64Array;
    readonly greatest: number;
  },
): Oddity[] {
  return findPlateaus(values).map(({ from, to, value }): Oddity => {
    const { name, ...who } = whose(set, row);
    const [first, last] = [set.wavelengths[from], set.wavelengths[to]];
    const bands = counted(to - from + 1, "band");
    return {
      kind: "flat",
      ...who,
      from_nm: first,
      to_nm: last,
      value,
      says: `${name}: ` +
        (value === 0
          ? `${bands} ${place(first, last)} are exactly 0, as where nothing ` +
            "was measured."
          : value === greatest
          ? `is flat at its maximum, ${figure(value)} in ${bands} ` +
            `${place(first, last)}, as a saturated detector is.`
          : `is ${figure(value)} in all ${bands} ${place(first, last)}, as ` +
            "where values were filled in."),
    };
  });
}
