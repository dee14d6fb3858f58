// What stands between the cells of a CSV file.

const SEPARATORS = [",", ";", "\t"];
const NAMES: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
};

/** Names a separator for people. */
export function separatorName(separator: string): string {
  return NAMES[separator] ?? `"${separator}"`;
}

/**
 * Finds the separator of a table by its header: whichever of comma, semicolon
 * and tab stands in it most often outside quotes.
 */
export function headerSeparator(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const count = (separator: string) => bare.split(separator).length;
  return SEPARATORS.reduce((best, separator) =>
    count(separator) > count(best) ? separator : best
  );
}
