// Values that say that there is none.

/** What programs write where nothing was measured, besides no number at all. */
const NOTHING = -9999;

/** The USGS writes -1.23e34, in floats of 32 bits, too. */
const DELETED = -1e30;

/**
 * Tells whether a value says that there is none.
 *
 * @param value As it stands in the file, before it is scaled.
 */
export function isMissing(value: number): boolean {
  return !Number.isFinite(value) || value < DELETED || value === NOTHING;
}
