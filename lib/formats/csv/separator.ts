// What stands between the cells of a CSV file.

const SEPARATORS = [",", ";", "\t"];
const NAMES: Readonly<Record<string, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  " ": "blanks",
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

/**
 * Splits a record roughly, to look at it: quotes are taken off, and what they
 * say is not checked.
 */
export function splitCells(record: string, separator: string): string[] {
  const text = separator === " " ? oneBlank(record) : record;
  if (!text.includes('"')) return text.split(separator);
  const cells = [""];
  let inside = false;
  for (const letter of text) {
    if (letter === '"') inside = !inside;
    else if (letter === separator && !inside) cells.push("");
    else cells[cells.length - 1] += letter;
  }
  return cells;
}

/** Several blanks separate as one does, and none stand at the ends. */
export function oneBlank(record: string): string {
  return record.trim().replace(
    /"(?:[^"]|"")*"|[ \t]+/g,
    (found) => found.startsWith('"') ? found : " ",
  );
}
