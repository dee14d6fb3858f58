/** What the system says of a path, in words that say what to look at. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "may not be read or written by this user",
  EPERM: "may not be read or written by this user",
  ELOOP: "is a link that leads in a circle",
  ENAMETOOLONG: "has a longer name than the system takes",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "is a file, or lies in one; expected a folder",
  EISDIR: "is a folder; expected a file",
};

/**
 * The sentence for what the system refused, where no task has one of its own.
 *
 * @param error What was thrown.
 * @returns It, with the path where the system names it; null for an error that is not the system's.
 */
export function systemSentence(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const said = /^(.*) \(os error \d+\)(?:: \w+ '(.*?)'(?: -> '.*')?)?$/s
    .exec(error.message);
  if (!said) return null;
  const [, reason, path = "A path that was given"] = said;
  const { code = "" } = error as { code?: string };
  return `${path}: ${WORDS[code] ?? reason}`;
}
