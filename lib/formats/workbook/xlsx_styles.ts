// Which styles of a workbook of Excel show numbers as dates.
import { readXml } from "./xml_events.ts";
import { XLSX } from "./xlsx_parts.ts";

/** Formats that need no code: dates, times, and those of East Asia. */
function isBuiltInDate(format: number): boolean {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

/**
 * Tells whether a number's format is that of a date.
 *
 * @param code Such as `yyyy-mm-dd` or `0.00`.
 */
export function isDateCode(code: string): boolean {
  // Of the code for positive numbers, without texts, colours and fillings.
  const bare = code.split(";")[0]
    .replace(/"[^"]*"|\\.|[_*]./g, "")
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "");
  // Hours that go on after 24 are a length of time and no date.
  return !/^(general|standard)$/i.test(bare.trim()) &&
    !/\[(?:h+|m+|s+)\]/i.test(bare) && /[ymdhs]/i.test(bare);
}

/**
 * Reads which styles are dates.
 *
 * @param pieces `styles.xml`.
 * @returns For each style of cells, in order.
 */
export async function readDateStyles(
  pieces: AsyncIterable<Uint8Array>,
): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  await readXml(pieces, XLSX, {
    open(name, attributes) {
      if (name === "x:cellXfs") inCells = true;
      else if (name === "x:numFmt") {
        const { numFmtId, formatCode = "" } = attributes();
        codes.set(Number(numFmtId), formatCode);
      } else if (inCells && name === "x:xf") {
        const format = Number(attributes().numFmtId ?? 0);
        const code = codes.get(format);
        styles.push(
          code === undefined ? isBuiltInDate(format) : isDateCode(code),
        );
      }
    },
    close(name) {
      if (name === "x:cellXfs") inCells = false;
    },
  });
  return styles;
}
