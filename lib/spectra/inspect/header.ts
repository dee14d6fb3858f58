// What the instruments' files say, summed up over all spectra.
import type { SpectrumMetadata } from "../../formats/shared/metadata.ts";
import type { Counted, HeaderReport } from "./types.ts";

/**
 * Sums up what files say of their spectra.
 *
 * @param all What is known of each spectrum, one at least.
 * @returns Different values in the order in which they come, with counts.
 */
export function describeHeaders(
  all: readonly SpectrumMetadata[],
): HeaderReport {
  const dates = all.flatMap(({ date }) => date ?? []).sort();
  const places = all.flatMap(({ latitude, longitude }) =>
    latitude === null || longitude === null ? [] : [{ latitude, longitude }]
  );
  const ends = (values: readonly number[]) =>
    values.reduce(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [Infinity, -Infinity],
    );
  const [south, north] = ends(places.map(({ latitude }) => latitude));
  const [west, east] = ends(places.map(({ longitude }) => longitude));
  return {
    formats: count(all.map(({ format }) => format)),
    quantities: count(all.map(({ quantity }) => quantity)),
    instruments: count(all.map(({ instrument }) => instrument)),
    serials: count(all.map(({ serial }) => serial)),
    descriptions: count(all.map(({ description }) => description)),
    splices_nm: count(
      all.map(({ splices }) => splices.length === 0 ? null : splices),
    ),
    scans: count(all.map(({ scans }) => scans)),
    dates: dates.length === 0
      ? null
      : { first: dates[0], last: dates[dates.length - 1] },
    positions: places.length === 0
      ? null
      : { south, north, west, east, spectra: places.length },
  };
}

/** Different values; those that are not known are left out. */
function count<T extends string | number | readonly number[]>(
  values: readonly (T | null)[],
): Counted<T>[] {
  const found = new Map<string, { value: T; spectra: number }>();
  for (const value of values) {
    if (value === null || value === "") continue;
    const same = found.get(String(value));
    if (same) same.spectra++;
    else found.set(String(value), { value, spectra: 1 });
  }
  return [...found.values()];
}
