// The texts of a workbook of Excel, which its cells refer to by number.
import { XLSX } from "./xlsx_parts.ts";
import { readXml } from "./xml_events.ts";

/** Characters of all texts. */
const MOST_TEXT = 2 ** 28;

/** What they take is more than a table needs. */
export class TooMuchText extends Error {}

/**
 * Reads the shared texts.
 *
 * @param pieces `sharedStrings.xml`.
 * @throws {TooMuchText} If they are too long.
 */
export async function readTexts(
  pieces: AsyncIterable<Uint8Array>,
): Promise<string[]> {
  const texts: string[] = [];
  let parts: string[] = [];
  let taken = false;
  let phonetic = 0;
  let length = 0;
  await readXml(pieces, XLSX, {
    open(name) {
      if (name === "x:si") parts = [];
      else if (name === "x:rPh") phonetic++;
      else taken = name === "x:t" && phonetic === 0;
    },
    close(name) {
      if (name === "x:si") texts.push(unescaped(parts.join("")));
      else if (name === "x:rPh") phonetic--;
      taken = false;
    },
    text(text) {
      if (!taken) return;
      length += text.length;
      if (length > MOST_TEXT) throw new TooMuchText();
      parts.push(text);
    },
  });
  return texts;
}

/** Excel writes characters that XML does not allow by their number. */
export function unescaped(text: string): string {
  return text.replace(
    /_x([0-9A-Fa-f]{4})_/g,
    (_, code) => String.fromCharCode(parseInt(code, 16)),
  );
}
