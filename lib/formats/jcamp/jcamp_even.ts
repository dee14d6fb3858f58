// The table (X++(Y..Y)) of a JCAMP-DX block: ordinates at even steps, each line
// led by the abscissa of its first. The abscissae of the points come from FIRSTX,
// LASTX and NPOINTS; those of the lines are there to check by. So is the last
// ordinate of a line that ends in a difference: it stands again on the next
// line. A file that lacks a line or a digit still parses, hence all is checked.
import { InputError } from "../../errors.ts";
import {
  isCompressed,
  type OrdinateLine,
  readOrdinateLine,
} from "./jcamp_ordinates.ts";
import {
  agrees,
  factor,
  requiredNumber,
  writtenNumber,
} from "./jcamp_numbers.ts";
import {
  eachLine,
  type JcampBlock,
  type JcampRecord,
} from "./jcamp_records.ts";

/** Points of a table in its own units. */
export interface TablePoints {
  /** Abscissae. */
  readonly x: Float64Array;
  /** Ordinates, not yet times YFACTOR. */
  readonly ordinates: Float64Array;
  /** Whether the library reads such a table, too. */
  readonly common: boolean;
}

/** A table to be read. */
export interface TableSource {
  /** The block that it is of. */
  readonly block: JcampBlock;
  /** Its record. */
  readonly record: JcampRecord;
  /** How many points it must have, at least 2. */
  readonly points: number;
  /** Name of the file, for messages. */
  readonly path: string;
}

const LONGEST_LINE = 1 << 20;

/** How far DELTAX may be from the step that FIRSTX and LASTX give. */
const STEP_SLACK = 0.01;

/**
 * Reads a table (X++(Y..Y)).
 *
 * @throws {InputError} If a line is no line of numbers, or a check fails.
 */
export function readEven(source: TableSource): TablePoints {
  const { block, record, points, path } = source;
  const { first, step } = readGrid(source);
  const scale = factor(block, "XFACTOR", path);
  const state: State = {
    ordinates: new Float64Array(points),
    count: 0,
    difference: null,
    common: true,
  };
  for (const { line, text } of tableLines(record)) {
    const place = `${path}, line ${line}`;
    const read = readLine(text, place);
    state.common &&= readsAlike(text);
    const index = state.count - (state.difference === null ? 0 : 1);
    checkAbscissa(read, { expected: first + index * step, step, scale, place });
    addLine(state, read, place);
  }
  if (state.count < points) {
    throw new InputError(
      `${path}, line ${record.line}: the table has ${state.count} ordinates; ` +
        `expected ${points} as ##NPOINTS= says`,
    );
  }
  const x = state.ordinates.map((_, i) => first + i * step);
  return { x, ordinates: state.ordinates, common: state.common };
}

/** The lines of a table after the one that names its form. */
export function tableLines(record: JcampRecord): Generator<JcampRecord> {
  const lines = eachLine(record.text, record.line);
  lines.next();
  return lines;
}

function readGrid({ block, points, path }: TableSource) {
  const { value: first } = requiredNumber(block, "FIRSTX", path);
  const delta = writtenNumber(block, "DELTAX", path);
  const last = writtenNumber(block, "LASTX", path);
  // The standard wants LASTX; DELTAX says the same, if less exactly.
  const step = last
    ? (last.value - first) / (points - 1)
    : delta?.value ?? requiredNumber(block, "LASTX", path).value;
  if (step === 0) {
    throw new InputError(
      `${path}, line ${block.line}: the abscissae have a step of 0; expected ` +
        "##FIRSTX= and ##LASTX= to differ",
    );
  }
  if (!delta) return { first, step };
  if (!agrees(delta, step, STEP_SLACK * Math.abs(step))) {
    throw new InputError(
      `${delta.place} is ${delta.value}; expected ${step}, as ##FIRSTX=, ` +
        "##LASTX= and ##NPOINTS= give",
    );
  }
  return { first, step };
}

function readLine(text: string, place: string): OrdinateLine {
  if (text.length > LONGEST_LINE) {
    throw new InputError(
      `${place}: has ${text.length} characters; expected a line of a table`,
    );
  }
  const read = readOrdinateLine(text);
  if (typeof read === "object") return read;
  throw new InputError(
    `${place}: found "${text.slice(read, read + 20)}"; expected numbers`,
  );
}

/**
 * The library takes a comma for a decimal point, and the E of a power of ten for
 * the digit 5 that it is in a compressed table.
 */
function readsAlike(text: string): boolean {
  return !text.includes(",") && (isCompressed(text) || !/[Ee]/.test(text));
}

/** Writers round abscissae or cut them, some to whole numbers. */
function checkAbscissa(
  { abscissa, resolution }: OrdinateLine,
  { expected, step, scale, place }: {
    readonly expected: number;
    readonly step: number;
    readonly scale: number;
    readonly place: string;
  },
): void {
  const found = {
    value: abscissa * scale,
    resolution: resolution * Math.abs(scale),
  };
  if (agrees(found, expected, Math.abs(step) / 2)) return;
  throw new InputError(
    `${place}: begins at x ${found.value}; expected ${expected}, by what stands ` +
      "before it",
  );
}

interface State {
  readonly ordinates: Float64Array;
  count: number;
  /** The last difference, if the last ordinate came from one. */
  difference: number | null;
  /** As of `TablePoints`. */
  common: boolean;
}

function addLine(state: State, { tokens }: OrdinateLine, place: string): void {
  let from = 0;
  if (state.difference !== null) {
    const last = state.ordinates[state.count - 1];
    const [check] = tokens;
    if (check?.kind !== "ordinate" || !alike(check.value, last)) {
      throw new InputError(
        `${place}: begins with ${
          check ? `the ${check.kind} ${check.value}` : "no ordinate"
        }; expected the ordinate ${last} again, to which the differences ` +
          "before it lead",
      );
    }
    state.difference = null;
    // The library repeats another ordinate than the one that it checks.
    state.common &&= tokens[1]?.kind !== "repeat";
    from = 1;
  }
  for (const { kind, value } of tokens.slice(from)) {
    const last = state.ordinates[state.count - 1];
    if (kind === "ordinate") state.difference = null;
    if (kind === "difference") state.difference = value;
    if (kind === "lost" || (kind !== "ordinate" && last === undefined)) {
      throw new InputError(
        `${place}: found ${
          kind === "lost" ? "the ? of a lost ordinate" : `a ${kind}`
        } at point ${state.count + 1}; expected an ordinate`,
      );
    }
    if (kind === "ordinate") push(state, value, place);
    else if (kind === "difference") push(state, last + value, place);
    else repeat(state, value, place);
  }
}

/** A count tells how often the last ordinate or difference stands in all. */
function repeat(state: State, times: number, place: string): void {
  if (!Number.isInteger(times)) {
    throw new InputError(
      `${place}: found ${times} repetitions; expected a whole number`,
    );
  }
  for (let i = 1; i < times; i++) {
    const last = state.ordinates[state.count - 1];
    push(state, last + (state.difference ?? 0), place);
  }
}

function push(state: State, ordinate: number, place: string): void {
  if (state.count === state.ordinates.length) {
    throw new InputError(
      `${place}: goes on after ${state.count} ordinates; expected no more, as ` +
        "##NPOINTS= says",
    );
  }
  if (!Number.isFinite(ordinate)) {
    throw new InputError(
      `${place}: found the ordinate ${ordinate}; expected a finite number`,
    );
  }
  state.ordinates[state.count++] = ordinate;
}

/** Sums of decimal fractions are not exact. */
function alike(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
}
