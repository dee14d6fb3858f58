// Numbers that say that there is none, in tables as in files of instruments.

/** Numbers that stand for no value, as no reflectance or target is so low. */
const MISSING_NUMBERS: ReadonlySet<number> = new Set(
  [-999, -9999, -99999, -999999, -32768],
);

/** ENVI and USGS write −1.23e34; GIS the ends of float32, ±3.4e38. */
const MISSING_FROM = 1e30;

/** Whether a number stands for no value, before it is scaled. */
export function isMissing(value: number): boolean {
  return Number.isNaN(value) || MISSING_NUMBERS.has(value) ||
    (Math.abs(value) >= MISSING_FROM && Number.isFinite(value));
}
