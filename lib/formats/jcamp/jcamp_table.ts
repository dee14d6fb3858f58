// The table of a JCAMP-DX block, of either form, and what other records say of
// its ordinates.
import { InputError } from "../../errors.ts";
import { readEven, type TablePoints } from "./jcamp_even.ts";
import {
  agrees,
  factor,
  requiredNumber,
  writtenNumber,
} from "./jcamp_numbers.ts";
import { readPairs } from "./jcamp_pairs.ts";
import { eachLine, type JcampBlock } from "./jcamp_records.ts";

/** The points of a table, in the file's order. */
export interface JcampTable extends TablePoints {
  /** The factor that makes ordinates of what is written. */
  readonly yFactor: number;
  /** Label of the table's record. */
  readonly label: string;
  /** Whether its form is (X++(Y..Y)), else it is (XY..XY). */
  readonly even: boolean;
  /** What its header says that the table contradicts. */
  readonly warnings: readonly string[];
}

/** More points than any spectrometer records. */
const MOST_POINTS = 1_000_000;

const TABLES = ["XYDATA", "XYPOINTS", "PEAKTABLE"];
const EVEN = /^\(?X\+\+\(?Y\.\.Y\)*$/;
const PAIRS = /^\(?XY\.\.XY\)?$/;

/** How far FIRSTY may be off: writers round it to a few digits. */
const ORDINATE_SLACK = 0.01;

/**
 * Reads the table of a block.
 *
 * @param block The block.
 * @param path Name of the file, for messages.
 * @throws {InputError} If there is no table of one of the two forms, it is not
 * as other records of the block say, or one of its own checks fails.
 */
export function readTable(block: JcampBlock, path: string): JcampTable {
  const labels = TABLES.filter((label) => block.records.has(label));
  if (labels.length !== 1) {
    const found = labels.map((label) => `##${label}=`).join(" and ");
    throw new InputError(
      `${path}, line ${block.line}: the block has ${
        found || "no table of points"
      }; expected one of ##${TABLES.join("=, ##")}=`,
    );
  }
  const [label] = labels;
  const record = block.records.get(label)!;
  const form = eachLine(record.text).next().value?.text ?? "";
  const shape = form.toUpperCase().replace(/\s/g, "");
  const even = EVEN.test(shape);
  if (!even && !PAIRS.test(shape)) {
    throw new InputError(
      `${path}, line ${record.line}: found a table "${form.slice(0, 40)}"; ` +
        "expected (X++(Y..Y)) or (XY..XY)",
    );
  }
  const points = readCount(block, path);
  const source = { block, record, points, path };
  const table = even ? readEven(source) : readPairs(source);
  const yFactor = factor(block, "YFACTOR", path);
  // Ordinates with decimals need no factor; whole numbers are scaled by one.
  if (
    even && !block.records.has("YFACTOR") &&
    table.ordinates.every((ordinate) => Number.isInteger(ordinate))
  ) {
    throw new InputError(
      `${path}, line ${block.line}: has no ##YFACTOR=; expected the factor of ` +
        "its whole numbers, as (X++(Y..Y)) requires",
    );
  }
  const warnings = firstWarnings(block, table.ordinates[0], { yFactor, path });
  return { ...table, yFactor, label, even, warnings };
}

function readCount(block: JcampBlock, path: string): number {
  const { value, place } = requiredNumber(block, "NPOINTS", path);
  if (Number.isInteger(value) && value >= 2 && value <= MOST_POINTS) {
    return value;
  }
  throw new InputError(
    `${place} is ${value}; expected 2 to ${MOST_POINTS} points`,
  );
}

/**
 * FIRSTY repeats what the table says: where it is another number, one of them is
 * wrong, and readers warn. MAXY and MINY would show it, too, but real files have
 * them in percent beside fractions, or of the spectrum before it was cut.
 */
function firstWarnings(
  block: JcampBlock,
  ordinate: number,
  { yFactor, path }: { readonly yFactor: number; readonly path: string },
): string[] {
  const said = writtenNumber(block, "FIRSTY", path);
  if (!said) return [];
  const found = ordinate * yFactor;
  const slack = Math.max(Math.abs(yFactor), ORDINATE_SLACK * Math.abs(found));
  return agrees(said, found, slack) ? [] : [
    `##FIRSTY= is ${said.value} where the first ordinate times ##YFACTOR= is ` +
    `${found}`,
  ];
}
