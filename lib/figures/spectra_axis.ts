// How far the axis of spectra goes. A derivative is wild in the first few bands
// and flat elsewhere: the axis is for what is elsewhere, and a note says so.
import type { Series } from "./spectra_series.ts";

/** Share of the points at each end that may not stretch the axis. */
const TAIL = 0.01;

/**
 * Chooses the range of the axis: all values, unless a few bands would
 * take most of it.
 *
 * @param series What is drawn.
 * @returns Two ends, or null to leave them to the values; and what a reader has
 * to know, or null.
 */
export function heightsOf(
  series: readonly Series[],
): { domain: [number, number] | null; note: string | null } {
  const values = Float64Array.from(
    series.flatMap(({ points, bands }) =>
      bands.length > 0
        ? bands.flatMap(({ outer }) => outer)
        : points.map(([, value]) => value)
    ),
  ).sort();
  const at = (share: number) => values[Math.round(share * (values.length - 1))];
  const room = (at(1 - TAIL) - at(TAIL)) / 4;
  const [low, high] = [at(TAIL) - room, at(1 - TAIL) + room];
  if (at(1) - at(0) <= 2 * (high - low) || room === 0) {
    return { domain: null, note: null };
  }
  const say = (value: number) =>
    String(Number(value.toPrecision(2))).replace(/^-/, "\u2212");
  return {
    domain: [Math.max(low, at(0)), Math.min(high, at(1))],
    note: `Curves go from ${say(at(0))} to ${say(at(1))}; the axis shows the ` +
      "range of all but a few bands",
  };
}
