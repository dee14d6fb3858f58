// Which columns of a table are wavelengths. Their names are numbers, alone or
// with what programs put around them: R's X350, a matrix `spc` in a data frame
// (spc.350), 350nm, Wave_350, scan_visnir.350_ref. Columns that share what is
// before and after the number belong together; the largest such set are the
// spectra. Other columns are no concern of spectra.
import { InputError } from "../../errors.ts";
import { decimal } from "../../formats/shared/number.ts";
import { unitText } from "./unit_text.ts";

/** Columns of wavelengths. */
export interface Bands {
  /** Their places in the table. */
  readonly columns: readonly number[];
  /** Their numbers, in the order of the columns. */
  readonly wavelengths: Float64Array;
  /** What stands before the numbers in the names. */
  readonly prefix: string;
  /** What stands after them. */
  readonly suffix: string;
}

interface Parts {
  readonly prefix: string;
  readonly number: string;
  readonly suffix: string;
}

interface BandSet {
  readonly prefix: string;
  readonly suffix: string;
  readonly columns: number[];
  readonly numbers: number[];
}

const PLAIN = /^(.*?)(\d+(?:\.\d+)?)(\D*)$/s;
/** The field's name of the matrix of spectra. */
const USUAL = "spc.";

/** A set of columns with less than this share of the largest is no rival. */
const RIVAL = 0.25;

/**
 * Finds the columns of wavelengths.
 *
 * @param names Names of all columns.
 * @param path The file, for messages.
 * @param decimalComma Whether a number may have a comma for its point.
 * @returns The columns, or undefined if the table has none.
 * @throws {InputError} If several sets of columns could be the spectra, or one
 * is misspelt.
 */
export function findBands(
  names: readonly string[],
  path: string,
  decimalComma = false,
): Bands | undefined {
  const sets = bandSets(names, decimalComma);
  const usual = ["", USUAL].flatMap((prefix) =>
    sets.filter((set) => set.prefix === prefix && set.suffix === "")
  );
  const found = usual[0] ?? sets[0];
  if (!found) return undefined;
  if (sets.length > 1 && usual.length === 0) {
    throw new InputError(
      `${path}: has spectra in the columns ` +
        sets.map(({ prefix, suffix }) => `${prefix}…${suffix}`).join(" and ") +
        "; expected one set of columns",
    );
  }
  const { prefix, suffix, columns } = found;
  refuseMisspelt(names, { prefix, columns, path, decimalComma });
  return {
    columns,
    wavelengths: Float64Array.from(found.numbers),
    prefix,
    suffix,
  };
}

/** Columns that could be wavelengths; other ones could be, too. */
export function bandColumns(
  names: readonly string[],
  decimalComma = false,
): readonly number[] {
  return bandSets(names, decimalComma)[0]?.columns ?? [];
}

/** Sets that could be the spectra, the largest first. */
function bandSets(
  names: readonly string[],
  decimalComma: boolean,
): BandSet[] {
  const sets = new Map<string, BandSet>();
  names.forEach((name, at) => {
    const parts = partsOf(name, decimalComma);
    if (!parts) return;
    const { prefix, number, suffix } = parts;
    const key = JSON.stringify([prefix, suffix]);
    const set = sets.get(key) ?? { prefix, suffix, columns: [], numbers: [] };
    set.columns.push(at);
    set.numbers.push(Number(number));
    sets.set(key, set);
  });
  const found = [...sets.values()].filter((set) =>
    set.columns.length >= 2 && !isCounted(set)
  );
  const most = Math.max(...found.map(({ columns }) => columns.length));
  return found.filter(({ columns }) => columns.length >= most * RIVAL)
    .sort((a, b) => b.columns.length - a.columns.length);
}

function partsOf(name: string, decimalComma: boolean): Parts | undefined {
  const text = decimalComma ? name.replace(/(?<=\d),(?=\d+\D*$)/, ".") : name;
  const unit = unitText(text);
  const found = PLAIN.exec(text.slice(0, text.length - unit.length));
  if (!found) return undefined;
  const [, prefix, number, rest] = found;
  // A sign belongs to the number, and what has one is no wavelength.
  if (prefix === "-" || prefix === "+") return undefined;
  return { prefix, number, suffix: rest + unit };
}

/** R calls the columns of a matrix without names V1, V2 and so on. */
function isCounted({ prefix, suffix, numbers }: BandSet): boolean {
  return prefix + suffix !== "" &&
    numbers.every((number, at) => number === numbers[0] + at) &&
    numbers[0] <= 1;
}

/** A name among the wavelengths that begins as they do, as in 35O or X35O. */
function refuseMisspelt(
  names: readonly string[],
  { prefix, columns, path, decimalComma }: {
    prefix: string;
    columns: readonly number[];
    path: string;
    decimalComma: boolean;
  },
): void {
  const all = new Set(columns);
  const counts = new Map<string, number>();
  const affixes = names.map((name) => {
    const parts = partsOf(name, decimalComma);
    const key = parts && JSON.stringify([parts.prefix, parts.suffix]);
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1);
    return key;
  });
  for (let at = columns[0]; at < columns.at(-1)!; at++) {
    const rest = names[at].slice(prefix.length);
    const alike = names[at].startsWith(prefix) && /^[\d.+-]/.test(rest);
    if (all.has(at) || !alike) continue;
    if ((counts.get(affixes[at] ?? "") ?? 0) > 1) continue;
    throw new InputError(
      `${path}, column ${at + 1}: "${
        names[at].replace(/\p{Cc}/gu, "�")
      }" is no wavelength` +
        (decimal(rest) === undefined
          ? "; expected a number in nm"
          : "; expected a number in nm without sign or exponent"),
    );
  }
}
