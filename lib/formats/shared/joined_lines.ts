/** A log may list every step since the measurement. */
const LONGEST = 4000;

/**
 * Makes one line of several, for a description.
 *
 * @param text Text of any number of lines.
 * @returns Its lines that are not blank, with semicolons between them; of a
 * long text the beginning. Null if nothing is left.
 */
export function joinedLines(text: string | null): string | null {
  const lines = (text ?? "").split(/[\r\n]+/)
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter(Boolean).join("; ");
  if (lines === "") return null;
  return lines.length > LONGEST ? `${lines.slice(0, LONGEST)}…` : lines;
}
