// Text in ASD files: bytes up to a zero. ASD's programs of the nineties wrote
// in Windows' code page, later ones in UTF-8; what is not UTF-8 is the former.

/**
 * Reads text.
 *
 * @param bytes Its bytes, with or without a zero behind it.
 * @returns The text without blanks around it, or null if there is none.
 */
export function asdText(bytes: Uint8Array): string | null {
  const end = bytes.indexOf(0);
  const part = bytes.subarray(0, end < 0 ? undefined : end);
  return decode(part).trim() || null;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
