// The table (XY..XY) of a JCAMP-DX block: pairs of abscissa and ordinate, as
// ##XYPOINTS= and ##PEAK TABLE= have them.
import { InputError } from "../../errors.ts";
import { decimal } from "../shared/number.ts";
import {
  tableLines,
  type TablePoints,
  type TableSource,
} from "./jcamp_even.ts";
import { agrees, factor, writtenNumber } from "./jcamp_numbers.ts";

/**
 * Reads a table (XY..XY).
 *
 * @throws {InputError} If a line is not one of pairs of numbers, there are not as
 * many as NPOINTS says, or they do not begin and end where FIRSTX and LASTX say.
 */
export function readPairs(source: TableSource): TablePoints {
  const { block, record, points, path } = source;
  const x = new Float64Array(points);
  const ordinates = new Float64Array(points);
  const scale = factor(block, "XFACTOR", path);
  let count = 0;
  for (const { line, text } of tableLines(record)) {
    // Separators are blanks, commas and, between pairs, semicolons.
    const cells = text.split(/[\s,;]+/).filter(Boolean);
    if (cells.length % 2 !== 0) {
      throw new InputError(
        `${path}, line ${line}: has ${cells.length} numbers; expected pairs`,
      );
    }
    for (let i = 0; i < cells.length; i += 2, count++) {
      if (count === points) {
        throw new InputError(
          `${path}, line ${line}: goes on after ${points} points; expected no ` +
            "more, as ##NPOINTS= says",
        );
      }
      const [at, ordinate] = [cells[i], cells[i + 1]].map((cell) =>
        readCell(cell, `${path}, line ${line}`)
      );
      x[count] = at * scale;
      ordinates[count] = ordinate;
    }
  }
  if (count < points) {
    throw new InputError(
      `${path}, line ${record.line}: the table has ${count} points; expected ` +
        `${points} as ##NPOINTS= says`,
    );
  }
  // The ends of a range that was searched for peaks need not be peaks.
  if (!block.records.has("PEAKTABLE")) checkEnds(source, x);
  return { x, ordinates, common: true };
}

function readCell(cell: string, place: string): number {
  const value = decimal(cell);
  if (value !== undefined) return value;
  throw new InputError(
    `${place}: found "${cell.slice(0, 40)}"; expected a number`,
  );
}

function checkEnds({ block, path }: TableSource, x: Float64Array): void {
  const step = Math.abs(x[x.length - 1] - x[0]) / (x.length - 1);
  for (
    const [label, found] of [["FIRSTX", x[0]], ["LASTX", x.at(-1)!]] as const
  ) {
    const said = writtenNumber(block, label, path);
    if (!said || agrees(said, found, step / 2)) continue;
    throw new InputError(
      `${said.place} is ${said.value}; expected ${found}, as the table has it`,
    );
  }
}
