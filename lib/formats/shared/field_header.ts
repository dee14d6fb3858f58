// Dates and places in the headers of field spectrometers. A value that could
// mean two things is not read: null is better than the wrong month.

/** Which of a date's first two numbers is the month. */
export type DateOrder = "month first" | "day first";

interface DateParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

const DATE = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)\s*(.*)$/;
const TIME = /^T?\s*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(?:([AP])M)?$/i;

/**
 * Reads a date, with or without a time.
 *
 * @param text Such as `06/24/2016 14:41:51.47`, `27.05.2025 09:42:59` or
 * `6/30/2016 1:58:58 PM`. Between points it is the day that stands first, as in
 * all languages that write dates so.
 * @param order What stands first between slashes or hyphens, unless the year
 * does; if it is null and both could be the month, the date is not read.
 * @returns Such as `2016-06-24T14:41:51.47`, or null.
 */
export function fieldDate(
  text: string,
  order: DateOrder | null,
): string | null {
  const found = DATE.exec(text.trim());
  if (!found) return null;
  const parts = dateParts(found, dateOrder([text]) ?? order);
  const time = found[5] === "" ? "" : clock(found[5]);
  if (!parts || time === null) return null;
  const { year, month, day } = parts;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const sound = Number(month) >= 1 && Number(month) <= 12 &&
    Number(day) >= 1 && Number(day) <= last;
  return sound ? `${year}-${two(month)}-${two(day)}${time}` : null;
}

/** What stands first in dates of one file, if a number above 12 shows it. */
export function dateOrder(texts: readonly string[]): DateOrder | null {
  for (const text of texts) {
    const [, first, , second] = DATE.exec(text.trim()) ?? [];
    if (first === undefined || first.length > 2) continue;
    if (Number(second) > 12) return "month first";
    if (Number(first) > 12) return "day first";
  }
  return null;
}

function dateParts(
  [, a, separator, b, c]: RegExpExecArray,
  order: DateOrder | null,
): DateParts | null {
  if (a.length === 4 && c.length <= 2) return { year: a, month: b, day: c };
  if (a.length > 2 || c.length !== 4) return null;
  if (separator === ".") return { year: c, month: b, day: a };
  if (order === null && Number(a) !== Number(b)) return null;
  return order !== "day first"
    ? { year: c, month: a, day: b }
    : { year: c, month: b, day: a };
}

/** `T14:41:51.47`, or null if it is no time of day. */
function clock(text: string): string | null {
  const found = TIME.exec(text.trim());
  if (!found) return null;
  const [, hours, minutes, seconds = "00", fraction = "", half] = found;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = hour % 12 + (half.toUpperCase() === "P" ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return `T${two(String(hour))}:${minutes}:${seconds}${fraction}`;
}

function two(text: string): string {
  return text.padStart(2, "0");
}

const DEGREES = /^([+-]?)(\d+)((?:[.,]\d+)?)\s*([NSEW]?)$/i;

/**
 * Reads a latitude or longitude.
 *
 * @param text Decimal degrees (`-116.16258`, `45.3 N`), or degrees and minutes
 * in one as a GPS receiver has them (NMEA 0183: `5225.9748N`, `01332.0490E`).
 * @param axis The letters for above and below 0.
 * @returns Degrees north or east, or null if there is no position.
 */
export function fieldDegrees(
  text: string,
  axis: "NS" | "EW",
): number | null {
  const found = DEGREES.exec(text.trim());
  if (!found) return null;
  const [, sign, whole, fraction, letter] = found;
  const side = axis.indexOf(letter.toUpperCase());
  if (side < 0 || (letter !== "" && sign !== "")) return null;
  const part = fraction.replace(",", ".");
  // Degrees have at most three digits; with minutes they have four or five.
  const nmea = letter !== "" && whole.length > 3;
  const minutes = nmea ? Number(whole.slice(-2) + part) : 0;
  const degrees = nmea
    ? Number(whole.slice(0, -2)) + minutes / 60
    : Number(whole + part);
  if (minutes >= 60 || degrees > (axis === "NS" ? 90 : 180)) return null;
  return sign === "-" || side === 1 ? 0 - degrees : degrees;
}
