// Dates in workbooks are numbers, or texts in ISO's spelling; here they are
// texts: 2021-05-03, 2021-05-03T12:30:00, or 12:30:00.

const DAY_MS = 86_400_000;
/** Day 0 of the two ways to count: the year 1900 is taken for a leap year. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1);
/** The year 9999 ends here. */
const LAST_DAY = 2_958_466;

/**
 * Turns a number of days into a text.
 *
 * @param days Days, and parts of one.
 * @param from1904 Whether they count from 1904, as old files of Macs have it.
 * @returns The text; undefined for numbers that are no dates.
 */
export function dateText(
  days: number,
  from1904: boolean,
): string | undefined {
  if (!(days >= 0 && days < LAST_DAY)) return undefined;
  const ms = Math.round(days * DAY_MS);
  // The days before 1 March 1900 are counted one too few.
  const day0 = from1904 ? DAY_0_OF_1904 : DAY_0 + (days < 60 ? DAY_MS : 0);
  const text = new Date(day0 + ms).toISOString();
  return ms < DAY_MS && !from1904
    ? shorten(`T${text.slice(11)}`).slice(1) || "00:00:00"
    : shorten(text);
}

/** A date without a time of zero, a time without fractions of zero. */
export function shorten(text: string): string {
  return text.replace(/Z$/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")
    .replace(/(?<=.)T00:00(:00)?$/, "");
}
