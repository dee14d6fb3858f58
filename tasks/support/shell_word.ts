/** Nothing in it means anything to a shell. */
const PLAIN = /^[\p{L}\p{N}_@%+:,./\\-]+$/u;

/**
 * A word of a command line that a person can copy into a shell.
 *
 * @param text The word, such as a path.
 * @returns The word, in quotes where it needs some: those of POSIX shells, or
 * of Windows.
 */
export function shellWord(text: string): string {
  const windows = Deno.build.os === "windows";
  if (PLAIN.test(text) && (windows || !text.includes("\\"))) return text;
  return windows ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
