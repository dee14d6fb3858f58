// The points of the lines and bands in a figure of spectra: cut where the grid
// has a gap, and no more of them than pixels can show.
import type { SpectraGroup } from "./spectra.ts";
import { thin } from "./thin.ts";

/** Percentiles of a group at one wavelength. */
export interface SeriesBand {
  /** The wavelength. */
  readonly nm: number;
  /** 25th and 75th. */
  readonly inner: readonly [number, number];
  /** 5th and 95th. */
  readonly outer: readonly [number, number];
}

/** One piece of a line without a gap. */
export interface Series {
  /** What the legend calls it. */
  readonly name: string;
  /** Different for every piece. */
  readonly line: string;
  /** Wavelength and value. */
  readonly points: readonly (readonly [nm: number, value: number])[];
  /** Percentiles around it, if it is a median. */
  readonly bands: readonly SeriesBand[];
}

/** Points of a line, and bands whose percentiles are found. */
const MOST_POINTS = 720;

/** A step this many times the median one is a gap. */
const GAP_TIMES = 5;

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Makes the series of a group.
 *
 * @param group Spectra on one grid.
 * @param style Each spectrum by its name, by its group's, or their percentiles
 * (`numpy.quantile`, linear) at up to 720 wavelengths.
 */
export function seriesOf(
  group: SpectraGroup,
  style: "named" | "lines" | "bands",
): Series[] {
  const { name, spectra, wavelengths, values } = group;
  const bands = wavelengths.length;
  const pieces = withoutGaps(wavelengths);
  if (style === "bands") return percentiles(group, pieces);
  return spectra.flatMap((spectrum, row) =>
    pieces.map(([from, to], piece): Series => {
      const points: [number, number][] = [];
      for (let band = from; band <= to; band++) {
        points.push([wavelengths[band], values[row * bands + band]]);
      }
      return {
        name: style === "named" ? spectrum : name,
        line: `${name} ${row} ${piece}`,
        points: thin(points, ([, value]) => value, MOST_POINTS),
        bands: [],
      };
    })
  );
}

function percentiles(
  { name, spectra, wavelengths, values }: SpectraGroup,
  pieces: readonly (readonly [number, number])[],
): Series[] {
  const bands = wavelengths.length;
  const column = new Float64Array(spectra.length);
  return pieces.map(([from, to], piece): Series => {
    const count = Math.min(
      to - from + 1,
      Math.max(2, Math.round(MOST_POINTS * (to - from + 1) / bands)),
    );
    const found = Array.from({ length: count }, (_, i) => {
      const band = count === 1
        ? from
        : from + Math.round(i * (to - from) / (count - 1));
      for (let row = 0; row < spectra.length; row++) {
        column[row] = values[row * bands + band];
      }
      column.sort();
      return {
        nm: wavelengths[band],
        at: QUANTILES.map((q) => rank(column, q)),
      };
    });
    return {
      name,
      line: `${name} ${piece}`,
      points: found.map(({ nm, at }) => [nm, at[2]]),
      bands: found.map(({ nm, at }) => ({
        nm,
        inner: [at[1], at[3]],
        outer: [at[0], at[4]],
      })),
    };
  });
}

/** A quantile of sorted values, between the two nearest. */
function rank(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

/** First and last band of each stretch without a gap. */
function withoutGaps(wavelengths: Float64Array): [number, number][] {
  const steps = wavelengths.subarray(1).map((nm, i) => nm - wavelengths[i]);
  const usual = steps.slice().sort()[steps.length >> 1];
  const pieces: [number, number][] = [[0, 0]];
  steps.forEach((step, i) => {
    if (step > GAP_TIMES * usual) pieces.push([i + 1, i + 1]);
    else pieces[pieces.length - 1][1] = i + 1;
  });
  return pieces;
}
