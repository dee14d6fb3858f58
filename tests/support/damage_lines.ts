// Damage to tables in text files: lines that are lost, doubled or swapped, wrong
// digits, words where numbers were, signs that are lost or come in. The same
// again for the same round.
import { Pcg32 } from "../../lib/pcg32.ts";

/** What stands where a number was. */
const NO_NUMBERS = [
  "NaN",
  "-1.#IND",
  "1.#INF",
  "Infinity",
  "n/a",
  "-",
  "1e999",
  "1.2.3",
  "0x1F",
  "1,5",
  "",
];

/** Damages a text in one place, in one of eight ways in turn. */
export function damageLines(text: string, round: number): string {
  const random = new Pcg32(round * 7919 + text.length);
  const below = (length: number) => random.next() % Math.max(1, length);
  const lines = text.split("\n");
  const at = below(lines.length);
  const other = below(lines.length);
  const replace = (pattern: RegExp, by: string) => {
    const found = [...text.matchAll(pattern)];
    const one = found[below(found.length)];
    if (!one) return text;
    return text.slice(0, one.index) + by +
      text.slice(one.index + one[0].length);
  };
  switch (round % 8) {
    case 0:
      return lines.toSpliced(at, 1 + below(3)).join("\n");
    case 1:
      return lines.toSpliced(at, 0, lines[other]).join("\n");
    case 2:
      return lines.with(at, lines[other]).with(other, lines[at]).join("\n");
    case 3:
      return replace(/\d/g, String(below(10)));
    case 4:
      return replace(/[\d.,E+-]+/g, NO_NUMBERS[below(NO_NUMBERS.length)]);
    case 5:
      return replace(/[\s\S]/g, "");
    case 6:
      return replace(/(?=[\s\S])/g, "\t ,.;-0E\u00e9"[below(9)]);
    default:
      return replace(/[\t ]+/g, "");
  }
}
