// How ENVI's files are told, and which belong together: the numbers have no
// header of their own, so one of two files says what is in the other.

const FIRST_LINE = /^(\u00ef\u00bb\u00bf)?\s*ENVI[ \t]*(\r|\n|$)/;

/** Endings of spectral libraries. */
const LIBRARY = /\.(sli|esl)$/i;

/** Endings of what belongs to a header; none is one, too. */
const DATA_ENDINGS = [
  ".sli",
  "",
  ".esl",
  ".slb",
  ".lib",
  ".img",
  ".dat",
  ".bin",
  ".raw",
  ".bsq",
];

/** Whether the first bytes are those of an ENVI header. */
export function isEnviHeader(head: Uint8Array): boolean {
  const text = new TextDecoder("windows-1252").decode(head.subarray(0, 100));
  return FIRST_LINE.test(text);
}

/**
 * Whether a file is one of the two that an ENVI spectral library is made of.
 *
 * @param head Its first bytes: a header's say so.
 * @param path Its name: numbers are told by it alone.
 */
export function looksLikeEnvi(head: Uint8Array, path = ""): boolean {
  return isEnviHeader(head) || LIBRARY.test(path);
}

/**
 * Names that the other of the two files may have.
 *
 * @param name Name of the one.
 * @param head Its first bytes.
 * @returns The likeliest first.
 */
export function enviCompanions(name: string, head: Uint8Array): string[] {
  const stem = name.replace(/\.[^.]+$/, "");
  return isEnviHeader(head)
    ? DATA_ENDINGS.map((ending) => stem + ending)
    : [`${stem}.hdr`, `${name}.hdr`];
}
