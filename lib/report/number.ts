// Numbers as a report shows them: four digits that mean something.

/**
 * A number for people.
 *
 * @param value Null where the data do not define it.
 */
export function numberText(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (Number.isInteger(value)) return String(value).replace("-", "−");
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4
    ? value.toExponential(2)
    : value.toFixed(Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size)))));
  return text.replace("-", "−");
}

/** A number of bytes for people. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
