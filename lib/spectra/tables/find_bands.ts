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

/** How the columns are looked for. */
export interface BandOptions {
  /** The file, for messages. */
  readonly path: string;
  /** Whether a number may have a comma for its point. */
  readonly decimalComma?: boolean;
  /** What stands before the numbers, where several sets could be meant. */
  readonly bands?: string;
}

/**
 * Finds the columns of wavelengths.
 *
 * @param names Names of all columns.
 * @param options The file, and which columns are asked for.
 * @returns The columns, or undefined if the table has none.
 * @throws {InputError} If several sets of columns could be the spectra and none
 * of them is asked for, none is as asked for, or a name is misspelt.
 *
 * @example
 * ```ts
 * import { findBands } from "./find_bands.ts";
 *
 * const names = ["id", "visnir.350", "visnir.351", "mir.600", "mir.602"];
 * const bands = findBands(names, { path: "a.csv", bands: "visnir" });
 * console.log(bands!.columns.join()); // 1,2
 * ```
 */
export function findBands(
  names: readonly string[],
  { path, decimalComma = false, bands }: BandOptions,
): Bands | undefined {
  const found = bands === undefined
    ? onlySet(bandSets(names, decimalComma), path)
    : setAskedFor(allSets(names, decimalComma), bands, path);
  if (!found) return undefined;
  const { prefix, suffix, columns } = found;
  refuseMisspelt(names, { prefix, columns, path, decimalComma });
  return {
    columns,
    wavelengths: Float64Array.from(found.numbers),
    prefix,
    suffix,
  };
}

/** The set that is meant where nobody says which. */
function onlySet(sets: readonly BandSet[], path: string): BandSet | undefined {
  const usual = ["", USUAL].flatMap((prefix) =>
    sets.filter((set) => set.prefix === prefix && set.suffix === "")
  );
  if (sets.length <= 1 || usual.length > 0) return usual[0] ?? sets[0];
  throw new InputError(
    `${path}: has spectra in the columns ${sets.map(shown).join(" and ")}; ` +
      "expected one set of columns, or data.bands (--bands) to say which, " +
      `such as "${bareName(sets[0])}"`,
  );
}

function setAskedFor(
  sets: readonly BandSet[],
  bands: string,
  path: string,
): BandSet {
  const ascii = (name: string) => name.replace("…", "...");
  const found = sets.filter((set) =>
    [set.prefix, bareName(set), ascii(shown(set))].includes(ascii(bands))
  );
  if (found.length === 1) return found[0];
  const rivals = found.length > 1 ? found : sets;
  throw new InputError(
    `${path}: has ${found.length > 1 ? "several sets of" : "no"} columns of ` +
      `wavelengths called "${bands}…", as data.bands (--bands) says` +
      (rivals.length === 0
        ? ""
        : `; expected one of ${rivals.map(shown).join(" and ")}`),
  );
}

/** A set's name as a person may write it, `scan_mir.…_abs`. */
function shown({ prefix, suffix }: BandSet): string {
  return `${prefix}…${suffix}`;
}

/** What stands before the numbers, without what separates them. */
function bareName({ prefix }: BandSet): string {
  return prefix.replace(/[\s._-]+$/, "");
}

/** Columns that could be wavelengths; other ones could be, too. */
export function bandColumns(
  names: readonly string[],
  decimalComma = false,
): readonly number[] {
  return bandSets(names, decimalComma)[0]?.columns ?? [];
}

/** Columns of sets that are not small beside so many wavelengths. */
export function rivalColumns(
  names: readonly string[],
  bands: number,
): readonly number[] {
  return allSets(names, false).filter(({ columns }) =>
    columns.length >= bands * RIVAL
  ).flatMap(({ columns }) => columns);
}

/** Sets that could be the spectra, the largest first. */
function bandSets(
  names: readonly string[],
  decimalComma: boolean,
): BandSet[] {
  const sets = allSets(names, decimalComma);
  const most = sets[0]?.columns.length ?? 0;
  return sets.filter(({ columns }) => columns.length >= most * RIVAL);
}

/** All sets of two columns and more, the largest first. */
function allSets(
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
  return [...sets.values()].filter((set) =>
    set.columns.length >= 2 && !isCounted(set)
  ).sort((a, b) => b.columns.length - a.columns.length);
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
