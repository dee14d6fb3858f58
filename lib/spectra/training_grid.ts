// What a network was trained on goes with it: the grid of wavelengths, what the
// values were, and how many spectra a sample had. `grid.json` of a run, beside
// exported files, and inside a Keras file.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "./spectra_set.ts";
import { quantityOf, type SetQuantity, takenText } from "./taken/taken.ts";

/** Name of the artifact in a run. */
export const GRID_FILE = "grid.json";

const FORMAT = "stibnite-grid";
const VERSION = 1;

/** What is known of the spectra that something was trained on or made of. */
export interface TrainingGrid {
  /** In nm, increasing; before any pre-treatment. */
  readonly wavelengths: Float64Array;
  /** What the values were. */
  readonly quantity: SetQuantity;
  /** Spectra of each sample. */
  readonly replicates: number;
  /** What the files' numbers were taken as, for people; null if nobody said. */
  readonly takenAs: string | null;
}

/** A grid as a file has it. */
export interface GridFile {
  /** The grid; null where images were trained on of which it is not known. */
  readonly grid: TrainingGrid | null;
  /** SHA-256 of the file beside which it stands; null within a run. */
  readonly of: string | null;
}

/** The grid of a set of spectra. */
export function gridOf(set: SpectraSet): TrainingGrid {
  return {
    wavelengths: set.wavelengths,
    quantity: quantityOf(set),
    replicates: set.replicates,
    takenAs: set.taken ? takenText(set.taken) : null,
  };
}

/**
 * Writes a grid as canonical JSON.
 *
 * @param grid The grid, or null if it is not known.
 * @param of SHA-256 of the file that it is of, if it stands beside one.
 */
export function encodeGrid(
  grid: TrainingGrid | null,
  of: string | null = null,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson({
    format: FORMAT,
    version: VERSION,
    of_sha256: of,
    known: grid !== null,
    ...(grid && {
      quantity: grid.quantity,
      replicates: grid.replicates,
      taken_as: grid.takenAs,
      wavelengths_nm: [...grid.wavelengths],
    }),
  }));
}

/**
 * Reads a grid.
 *
 * @param bytes What `encodeGrid` made.
 * @param source What messages call it.
 * @throws {InputError} If it is none.
 */
export function decodeGrid(bytes: Uint8Array, source: string): GridFile {
  let file: Record<string, unknown>;
  try {
    file = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new InputError(
      `${source}: is not JSON; expected what spectra something was trained on`,
    );
  }
  const refuse = (key: string, expected: string): never => {
    const found = JSON.stringify(file?.[key]) ?? "missing";
    throw new InputError(
      `${source}: ${key} is ${found.slice(0, 60)}; expected ${expected}`,
    );
  };
  if (file?.format !== FORMAT) refuse("format", FORMAT);
  if (file.version !== VERSION) refuse("version", `${VERSION}`);
  const { of_sha256: of = null, known } = file;
  if (of !== null && !isDigest(of)) refuse("of_sha256", "a SHA-256 or null");
  if (typeof known !== "boolean") refuse("known", "true or false");
  return {
    grid: known ? readGrid(file, refuse) : null,
    of: of as string | null,
  };
}

function readGrid(
  file: Record<string, unknown>,
  refuse: (key: string, expected: string) => never,
): TrainingGrid {
  const { quantity, replicates, taken_as: takenAs, wavelengths_nm } = file;
  if (quantity !== "reflectance" && quantity !== "absorbance") {
    return refuse("quantity", "reflectance or absorbance");
  }
  if (!(Number.isSafeInteger(replicates) && Number(replicates) >= 1)) {
    return refuse("replicates", "a whole number from 1");
  }
  if (takenAs !== null && typeof takenAs !== "string") {
    return refuse("taken_as", "a text or null");
  }
  const increasing = Array.isArray(wavelengths_nm) &&
    wavelengths_nm.length > 0 &&
    wavelengths_nm.every((nm, i) =>
      typeof nm === "number" && Number.isFinite(nm) &&
      nm > (wavelengths_nm[i - 1] ?? 0)
    );
  if (!increasing) {
    return refuse("wavelengths_nm", "increasing numbers above 0");
  }
  return {
    wavelengths: Float64Array.from(wavelengths_nm as number[]),
    quantity,
    replicates: replicates as number,
    takenAs,
  };
}

function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
