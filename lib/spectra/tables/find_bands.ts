// Which columns of a table are wavelengths. Their names are numbers, alone or
// after what programs put before them: R's X350 and V350, and spc.350 for the
// matrix `spc` in a data frame. Other columns are no concern of spectra.
import { InputError } from "../../errors.ts";
import { decimal } from "../../formats/shared/number.ts";

/** Columns of wavelengths. */
export interface Bands {
  /** Their places in the table. */
  readonly columns: readonly number[];
  /** In nm, strictly increasing. */
  readonly wavelengths: Float64Array;
  /** What stands before the numbers in the names. */
  readonly prefix: string;
}

const NUMBER = /^\d+(?:\.\d+)?$/;
const LETTER = /^([XV])(\d+(?:\.\d+)?)$/;
const DOTTED = /^(.*?[._])(\d+(?:\.\d+)?)$/;

/** The field's name of the matrix of spectra. */
const USUAL = "spc.";

/**
 * Finds the columns of wavelengths.
 *
 * @param names Names of all columns.
 * @param path The file, for messages.
 * @returns The columns, or undefined if the table has none.
 * @throws {InputError} If several sets of columns could be the spectra, one
 * is misspelt, or wavelengths do not increase.
 */
export function findBands(
  names: readonly string[],
  path: string,
): Bands | undefined {
  const sets = new Map<string, number[]>();
  names.forEach((name, at) => {
    const prefix = prefixOf(name);
    if (prefix === undefined) return;
    const set = sets.get(prefix);
    if (set) set.push(at);
    else sets.set(prefix, [at]);
  });
  for (const [prefix, columns] of sets) {
    if (columns.length < 2 || isCounted(prefix, columns, names)) {
      sets.delete(prefix);
    }
  }
  const prefixes = [...sets.keys()];
  const prefix = ["", USUAL].find((usual) => sets.has(usual)) ?? prefixes[0];
  if (prefix === undefined) return undefined;
  if (prefixes.length > 1 && prefix !== "" && prefix !== USUAL) {
    throw new InputError(
      `${path}: has spectra in the columns ` +
        prefixes.map((other) => `${other}…`).join(" and ") +
        "; expected one set of columns",
    );
  }
  const columns = sets.get(prefix)!;
  refuseMisspelt(names, { prefix, columns, path });
  const wavelengths = Float64Array.from(
    columns,
    (at) => Number(names[at].slice(prefix.length)),
  );
  refuseOrder(wavelengths, columns, path);
  return { columns, wavelengths, prefix };
}

/** What stands before the wavelength in a name, if there is one. */
function prefixOf(name: string): string | undefined {
  if (NUMBER.test(name)) return "";
  return LETTER.exec(name)?.[1] ?? DOTTED.exec(name)?.[1];
}

/** R calls the columns of a matrix without names V1, V2 and so on. */
function isCounted(
  prefix: string,
  columns: readonly number[],
  names: readonly string[],
): boolean {
  return prefix !== "" &&
    columns.every((at, count) => names[at] === `${prefix}${count + 1}`);
}

/** A name among the wavelengths that begins as they do, as in 35O or X35O. */
function refuseMisspelt(
  names: readonly string[],
  { prefix, columns, path }: {
    prefix: string;
    columns: readonly number[];
    path: string;
  },
): void {
  const all = new Set(columns);
  for (let at = columns[0]; at < columns.at(-1)!; at++) {
    const rest = names[at].slice(prefix.length);
    const alike = names[at].startsWith(prefix) && /^[\d.+-]/.test(rest);
    if (all.has(at) || !alike) continue;
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

function refuseOrder(
  wavelengths: Float64Array,
  columns: readonly number[],
  path: string,
): void {
  wavelengths.forEach((nm, i) => {
    if (i > 0 && !(nm > wavelengths[i - 1])) {
      throw new InputError(
        `${path}, column ${columns[i] + 1}: wavelength ${nm} follows ` +
          `${wavelengths[i - 1]}; expected increasing wavelengths in nm`,
      );
    }
    if (!(nm > 0)) {
      throw new InputError(
        `${path}, column ${columns[i] + 1}: wavelength is ${nm}; expected ` +
          "one above 0",
      );
    }
  });
}
