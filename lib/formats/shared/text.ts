// Text in files that do not say how it is encoded: what is not UTF-8 is in
// Windows' code page, as older programs wrote it.

/** Decodes text. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Decodes a field of text.
 *
 * @param bytes The field; a zero ends the text before the field's end.
 * @returns The text without blanks around it, or null if there is none.
 */
export function fieldOfText(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  const text = decodeText(end < 0 ? bytes : bytes.subarray(0, end));
  return text.trim() || null;
}
