// Where an ASD spectrum was measured. The header's block of 56 bytes from 334
// (after 128 bytes of application data from 206) begins with five doubles: true
// heading, speed, latitude, longitude, altitude.
//
// The numbers are those of the receiver's NMEA sentences, degrees and minutes
// in one (4807.038 is 48° 07.038'), latitude positive to the north, longitude
// positive to the WEST. The specification does not say so, but those who
// compared files with maps do:
// - SPECCHIO, ASD_FileLoader.java: degrees and minutes, times -1 for east; it
//   takes zeros for no position
// - EnMAP-Box, speclib/io/asd.py: the same
// - ASD's own export of a header without a position says "GPS-Latitude is S0"
//   and "GPS-Longitude is E0": what is not above 0 is S, and E
// One reader (SpecDAL) looks for the block at 344, in the midst of its numbers.

const LATITUDE = 350;
const LONGITUDE = 358;

/** In decimal degrees. */
export interface AsdPosition {
  /** Degrees north, or null if the file does not have a position. */
  readonly latitude: number | null;
  /** Degrees east, or null if the file does not have a position. */
  readonly longitude: number | null;
}

const NOWHERE: AsdPosition = { latitude: null, longitude: null };

/**
 * Reads the position.
 *
 * @param view A file with a whole header.
 * @returns The position, or nulls unless both numbers are degrees and minutes
 * without a doubt.
 */
export function readAsdPosition(view: DataView): AsdPosition {
  const north = view.getFloat64(LATITUDE, true);
  const west = view.getFloat64(LONGITUDE, true);
  if (north === 0 || west === 0) return NOWHERE;
  // Decimal degrees would look like this. As degrees and minutes it lies in
  // the Atlantic within 2° of 0° N 0° E, where there is no soil.
  if (Math.abs(north) <= 90 && Math.abs(west) <= 180) return NOWHERE;
  const latitude = fromMinutes(north, 90);
  const longitude = fromMinutes(west, 180);
  if (latitude === null || longitude === null) return NOWHERE;
  return { latitude, longitude: -longitude };
}

/** Decimal degrees, or null if the number is none of degrees and minutes. */
function fromMinutes(number: number, most: number): number | null {
  const size = Math.abs(number);
  const whole = Math.floor(size / 100);
  const minutes = size - 100 * whole;
  const degrees = whole + minutes / 60;
  // Not a number and infinity fail both.
  if (!(minutes < 60 && degrees <= most)) return null;
  return Math.sign(number) * degrees;
}
