// Damage to text files, as hands and transfers do it; the same again for the
// same round.
import { Pcg32 } from "../../lib/pcg32.ts";

/**
 * Damages a text: a digit is changed, a line is dropped, doubled or swapped with
 * the next, a letter of a label is changed, a character is lost, or a number
 * becomes one that no file has.
 */
export function damageText(text: string, round: number): string {
  const random = new Pcg32(round);
  const pick = (count: number) => random.next() % count;
  const lines = text.split("\n");
  const at = pick(lines.length);
  const line = lines[at];
  const change = (pattern: RegExp, by: () => string) => {
    const places = [...line.matchAll(pattern)];
    if (places.length === 0) return line;
    const { index, 0: found } = places[pick(places.length)];
    return line.slice(0, index) + by() + line.slice(index + found.length);
  };
  const digit = () => String(pick(10));
  const huge = ["1e308", "-1e308", "NaN", "Infinity", "0", "99999999999", ""];
  switch (round % 8) {
    case 0:
    case 1:
      lines[at] = change(/\d/g, digit);
      break;
    case 2:
      lines.splice(at, 1);
      break;
    case 3:
      lines.splice(at, 0, line);
      break;
    case 4:
      lines.splice(at, 2, lines[at + 1] ?? "", line);
      break;
    case 5:
      lines[at] = change(/[A-Za-z]/g, () => String.fromCharCode(64 + pick(58)));
      break;
    case 6:
      lines[at] = change(/./g, () => "");
      break;
    default:
      lines[at] = change(/\d+(\.\d+)?/g, () => huge[pick(huge.length)]);
  }
  return lines.join("\n");
}
