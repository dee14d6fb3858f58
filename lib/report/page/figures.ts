/// <reference lib="dom" />
// Figures that answer: a point says which sample it is.

/**
 * Makes the figures of a report interactive.
 *
 * @param document The report.
 */
export function installFigures(document: Document): void {
  const section = document.getElementById("figures");
  if (section === null) return;
}
