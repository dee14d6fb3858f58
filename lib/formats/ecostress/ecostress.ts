// Text files of the ECOSTRESS and ASTER spectral libraries (Meerdink et al. 2019;
// Baldridge et al. 2009): lines `key: value`, a blank line, then pairs of
// wavelength and reflectance.
import { InputError } from "../../errors.ts";
import { checkAxes, toReflectance } from "../shared/axes.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { decimal } from "../shared/number.ts";
import { decodeText } from "../shared/text.ts";

/** Lines that a header may have. */
const MOST_HEADER = 200;

const BEGIN = /^\uFEFF?\s*Name\s*:/i;

/** Whether the first bytes of a file are those of such a text. */
export function looksLikeEcostress(head: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(head);
  return BEGIN.test(text) && /^\s*X Units\s*:/im.test(text) &&
    /^\s*Y Units\s*:/im.test(text);
}

/**
 * Reads a text of the library.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Its spectrum: reflectance from 0 to 1, wavelengths in nm, rising.
 * @throws {InputError} If a line is no pair of numbers, there are not as many as
 * the header says, or the units are none of which reflectance can be made.
 */
export function readEcostress(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): InstrumentSpectrum {
  const lines = decodeText(bytes).split(/\r?\n/);
  const { header, end } = readHeader(lines, path);
  const axes = {
    xUnit: unitOf(header, "x units", path),
    yUnit: quantityOf(header, path),
  };
  checkAxes(axes, path);
  const { x, y } = readPairs(lines, end, path);
  checkHeader(header, x, path);
  const { quantity, ...spectrum } = toReflectance({ ...axes, x, y }, path);
  const text = (key: string) => header.get(key)?.trim() || null;
  return {
    ...spectrum,
    metadata: {
      file: path.split(/[\\/]/).at(-1) ?? path,
      format: "ECOSTRESS",
      instrument: text("measurement"),
      serial: null,
      date: null,
      latitude: null,
      longitude: null,
      description: text("name"),
      splices: [],
      quantity,
      scans: null,
    },
  };
}

function readHeader(
  lines: readonly string[],
  path: string,
): { readonly header: ReadonlyMap<string, string>; readonly end: number } {
  const header = new Map<string, string>();
  for (const [at, line] of lines.slice(0, MOST_HEADER).entries()) {
    const key = /^\s*([^:]{1,60}?)\s*:/.exec(line);
    if (key !== null) {
      const name = key[1].replace(/^\uFEFF/, "").toLowerCase();
      if (!header.has(name)) header.set(name, line.slice(key[0].length).trim());
    } else if (line.trim() === "" || isPair(line)) {
      // A blank line within the header is followed by another key.
      const next = lines.slice(at).find((one) => one.trim() !== "") ?? "";
      if (isPair(next) || next === "") return { header, end: at };
    }
    // Else the text of a description goes on in this line.
  }
  throw new InputError(
    `${path}: has no pairs of numbers in its first ${MOST_HEADER} lines; ` +
      "expected them after a blank line",
  );
}

/** Such as `micrometers` of `X Units: Wavelength (micrometers)`. */
function unitOf(
  header: ReadonlyMap<string, string>,
  key: string,
  path: string,
): string {
  const text = header.get(key);
  if (text === undefined || text === "") {
    throw new InputError(`${path}: has no "${key}"; expected the unit`);
  }
  return /\(([^)]*)\)/.exec(text)?.[1] ?? text;
}

/** Such as `% reflectance` of `Y Units: Reflectance (percent)`. */
function quantityOf(
  header: ReadonlyMap<string, string>,
  path: string,
): string {
  const unit = unitOf(header, "y units", path);
  const text = header.get("y units")!;
  const what = text.replace(/\(.*$/, "").trim() || text;
  return /^\s*(%|percent(age)?)\s*$/i.test(unit) ? `% ${what}` : what;
}

function isPair(line: string): boolean {
  const cells = line.trim().split(/[\s,]+/);
  return cells.length === 2 &&
    cells.every((cell) => decimal(cell) !== undefined);
}

function readPairs(
  lines: readonly string[],
  start: number,
  path: string,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const x: number[] = [];
  const y: number[] = [];
  for (let at = start; at < lines.length; at++) {
    const line = lines[at];
    if (line.trim() === "") continue;
    if (!isPair(line)) {
      throw new InputError(
        `${path}, line ${at + 1}: is "${
          line.trim().slice(0, 40)
        }"; expected a ` +
          "wavelength and a value",
      );
    }
    const [first, second] = line.trim().split(/[\s,]+/).map(Number);
    x.push(first);
    y.push(second);
  }
  if (x.length < 2) {
    throw new InputError(
      `${path}: has ${x.length} pairs of numbers; expected 2 or more`,
    );
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** A file that was cut has fewer pairs than it says. */
function checkHeader(
  header: ReadonlyMap<string, string>,
  x: Float64Array,
  path: string,
): void {
  const said = decimal(header.get("number of x values") ?? "");
  if (said === undefined || said === x.length) return;
  throw new InputError(
    `${path}: has ${x.length} pairs of numbers; expected ${said}, as its ` +
      '"Number of X Values" says',
  );
}
