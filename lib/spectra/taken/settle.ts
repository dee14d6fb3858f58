// Who says what numbers are: the config or a flag, the file, the config of the
// run that predicts, or nobody.
import type { AxisUnit, Quantity } from "../../config/types.ts";
import type { SetQuantity, TakenBy, Told } from "./taken.ts";

/**
 * Fewer bands are no spectrum of any instrument, and nothing can be told from
 * them; spectrograms need far more.
 */
export const LEAST_BANDS = 10;

/** What is said of a file from outside. */
export interface TakeOptions {
  /** What its values are, by the config or a flag. */
  readonly quantity?: Quantity;
  /** Unit of its axis, by the config or a flag. */
  readonly unit?: AxisUnit;
  /** What the run's config says of other files, which this one may not be. */
  readonly usual?: Told;
  /**
   * What the run was trained on: absorbance stays what it is then in files that
   * say it, whose reflectance would be made of it else.
   */
  readonly trainedOn?: SetQuantity;
  /** What the spectra are for, appended to a refusal. */
  readonly meantFor?: string;
}

/** What is known when something is settled. */
export interface Context {
  /** What the file says. */
  readonly told: Told;
  /** What is said from outside. */
  readonly options: TakeOptions;
  /** Refuses the file; the sentence goes on from its name. */
  readonly refuse: (what: string) => never;
}

/** Something that is settled. */
export interface Settled<T> {
  /** What it is. */
  readonly is: T;
  /** Who says so. */
  readonly by: TakenBy;
}

/**
 * Settles a quantity or a unit by who says it.
 *
 * @param key Which of them.
 * @param usual What it is if nobody says.
 * @throws {InputError} If config or flag and the file say different things.
 */
export function settle<K extends "quantity" | "unit">(
  key: K,
  usual: NonNullable<Told[K]>,
  { told, options, refuse }: Context,
): Settled<NonNullable<Told[K]>> {
  const asked = options[key] as Told[K];
  const file = told[key];
  if (asked !== undefined) {
    // Percent are a way to write reflectance, which a file may leave out.
    const same = file === undefined || file === asked ||
      (file === "reflectance" && asked === "reflectance-percent");
    if (!same) {
      refuse(
        `says that its ${key === "unit" ? "axis" : "values"} ` +
          `${key === "unit" ? "is" : "are"} ${file}; expected data.${key} ` +
          `(--${key}) to say so, too, or nothing, and not ${asked}`,
      );
    }
    return { is: asked!, by: "config" };
  }
  if (file !== undefined) return { is: file!, by: "file" };
  const run = options.usual?.[key];
  if (run !== undefined) return { is: run!, by: "run" };
  return { is: usual, by: "assumed" };
}
