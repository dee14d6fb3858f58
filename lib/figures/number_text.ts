// Numbers inside texts of a figure, written as on its axes.

/**
 * Writes a number with a true minus and thousands apart, as in `1,234.5`.
 *
 * @param value Any finite number.
 * @param decimals Digits after the point.
 */
export function numberText(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? digits : `${digits}.${fraction}`;
  // What rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}
