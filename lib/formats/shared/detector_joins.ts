// Spectrometers for 350 to 2500 nm hold two or three detectors whose ranges
// overlap. A file that keeps all they measured has some wavelengths twice: they
// step back where the next detector begins. One value for each wavelength is
// what everything after this needs; taking the mean of two detectors would hide
// the step between them, so each wavelength keeps the value of one detector.
//
// Sources:
// - SVC's own program, setting "Overlap: Remove @ 970,1901": of a file and its
//   copy that was treated so (both in spectrolab's data, BNL13001_001), the
//   first detector is kept below 970 nm and the second from there on; the same
//   at 1901 nm.
// - Where a file names no such wavelengths: spectrolab, guess_splice_at(). The
//   join is at a third of the first overlap and at a fifth of the second, as
//   the right-hand detector is the better one there.
import { InputError } from "../../errors.ts";

/** More joins no instrument has. */
const MOST_JOINS = 3;

/** Real overlaps are 13 to 45 nm wide. */
const WIDEST_OVERLAP = 150;

/** A spectrum as its file has it. */
export interface OverlappingSpectrum {
  /** The file, for messages. */
  readonly path: string;
  /** In nm, as they stand in the file. */
  readonly wavelengths: Float64Array;
  /** One for each. */
  readonly reflectance: Float64Array;
  /** Line of the file that each stands in, counted from 1. */
  readonly lines: readonly number[];
  /** What is counted in `lines`; "line" unless said. */
  readonly unit?: string;
  /** Where the file says that detectors meet, in nm. */
  readonly stated: readonly number[];
}

/** A spectrum with one value for each wavelength. */
export interface JoinedSpectrum {
  /** In nm, strictly increasing. */
  readonly wavelengths: Float64Array;
  /** One for each. */
  readonly reflectance: Float64Array;
  /** Where detectors meet, in nm: as stated, or where they were joined. */
  readonly splices: readonly number[];
  /** What was left out, in words, to stand behind the quantity; or nothing. */
  readonly note: string;
}

/** Bands of one detector, `from` up to but not `to`. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * Joins the detectors of a spectrum. Where wavelengths step back, the left-hand
 * detector is kept below the join and the right-hand one from it on; of a
 * wavelength that stands twice in a row (two detectors' bands that are rounded
 * to the same number) the first is kept.
 *
 * @param spectrum As its file has it.
 * @returns Strictly increasing wavelengths, with the joins.
 * @throws {InputError} If wavelengths step back otherwise than where detectors
 * overlap: too often, too far, or so that bands would be missing.
 */
export function joinDetectors(spectrum: OverlappingSpectrum): JoinedSpectrum {
  const { wavelengths: nm, reflectance, stated } = spectrum;
  const keep = Array.from(nm, () => true);
  const runs = findRuns(spectrum);
  const steps = runs.map((run) => medianStep(nm, run));
  const repeated = dropRepeated(spectrum, { runs, steps, keep });
  const splices = runs.slice(1).map((right, i) => {
    const left = runs[i];
    const overlap = [nm[right.from], nm[left.to - 1]] as const;
    const splice = stated.length === runs.length - 1
      ? stated[i]
      : guess(overlap, i);
    for (let at = left.from; at < left.to; at++) {
      if (nm[at] >= splice) keep[at] = false;
    }
    for (let at = right.from; at < right.to; at++) {
      if (nm[at] < splice) keep[at] = false;
    }
    const last = lastKept(keep, left.to);
    const next = keep.indexOf(true, right.from);
    const gap = nm[next] - nm[last];
    if (
      last < left.from || next < 0 ||
      overlap[1] - overlap[0] > WIDEST_OVERLAP ||
      !(gap > 0 && gap <= 2 * Math.max(steps[i], steps[i + 1]))
    ) refuse(spectrum, right.from);
    return splice;
  });
  const kept = (_: number, at: number) => keep[at];
  const left = keep.filter((kept) => !kept).length - repeated;
  const inside = (splice: number) => splice > nm[0] && splice < nm.at(-1)!;
  return {
    wavelengths: nm.filter(kept),
    reflectance: reflectance.filter(kept),
    splices: runs.length > 1 ? splices : stated.filter(inside),
    note: leftOut(left, "overlapping") + leftOut(repeated, "repeated"),
  };
}

function leftOut(count: number, why: string): string {
  if (count === 0) return "";
  return `, ${count} ${why} band${count === 1 ? "" : "s"} left out`;
}

function findRuns(spectrum: OverlappingSpectrum): Run[] {
  const { wavelengths: nm } = spectrum;
  const starts = [0];
  for (let at = 1; at < nm.length; at++) {
    if (nm[at] >= nm[at - 1]) continue;
    if (starts.length > MOST_JOINS) refuse(spectrum, at);
    starts.push(at);
  }
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? nm.length }));
}

/** Leaves out the second of two equal wavelengths; how many. */
function dropRepeated(
  spectrum: OverlappingSpectrum,
  { runs, steps, keep }: {
    readonly runs: readonly Run[];
    readonly steps: readonly number[];
    readonly keep: boolean[];
  },
): number {
  const { wavelengths: nm } = spectrum;
  let repeated = 0;
  runs.forEach(({ from, to }, i) => {
    for (let at = from + 1; at < to; at++) {
      if (nm[at] !== nm[at - 1]) continue;
      // A wrong digit may make two wavelengths equal, too; it leaves a gap.
      const before = at > from + 1 ? nm[at] - nm[at - 2] : 0;
      const after = at + 1 < to ? nm[at + 1] - nm[at] : 0;
      if (Math.max(before, after) > 1.5 * steps[i]) refuse(spectrum, at);
      keep[at] = false;
      repeated++;
    }
  });
  return repeated;
}

/** To a tenth of a nm, as the files have wavelengths. */
function guess([begin, end]: readonly [number, number], join: number): number {
  const weight = 2 * (join + 1);
  return Math.round(10 * (begin * weight + end) / (weight + 1)) / 10;
}

function lastKept(keep: readonly boolean[], end: number): number {
  return end === 0 ? -1 : keep.lastIndexOf(true, end - 1);
}

function medianStep(nm: Float64Array, { from, to }: Run): number {
  const steps = nm.slice(from + 1, to).map((value, i) => value - nm[from + i])
    .sort();
  return steps[steps.length >> 1] ?? 0;
}

function refuse(
  { path, wavelengths, lines, unit = "line" }: OverlappingSpectrum,
  at: number,
): never {
  throw new InputError(
    `${path}, ${unit} ${lines[at]}: wavelength ${wavelengths[at]} follows ` +
      `${wavelengths[at - 1]}; expected increasing wavelengths in nm, or ` +
      "detectors that overlap",
  );
}
