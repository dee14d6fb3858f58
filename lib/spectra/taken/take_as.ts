// After a reader gave its numbers: what they are. As the config or a flag says,
// else as the file says, else reflectance over nm, if they can be that. What
// cannot be what it is taken for is refused, by the name of the option that
// settles it.
import type { AxisUnit, Quantity } from "../../config/types.ts";
import { InputError } from "../../errors.ts";
import { figure, nm } from "../inspect/say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { axisLook, isOptical, toNanometres } from "./axis_unit.ts";
import { looksLikeAbsorbance } from "./looks_like_absorbance.ts";
import type { TakenBy, Told } from "./taken.ts";
import {
  type Misfit,
  noAbsorbance,
  noFraction,
  noPercent,
  type ValueLook,
  valueLook,
} from "./value_look.ts";

/**
 * Fewer bands are no spectrum of any instrument, and nothing can be told from
 * them; spectrograms need far more.
 */
const LEAST_BANDS = 10;

/** What is said of a file from outside. */
export interface TakeOptions {
  /** What its values are, by the config or a flag. */
  readonly quantity?: Quantity;
  /** Unit of its axis, by the config or a flag. */
  readonly unit?: AxisUnit;
  /** What the run's config says of other files, which this one may not be. */
  readonly usual?: Told;
  /** What the spectra are for, appended to a refusal. */
  readonly meantFor?: string;
}

/**
 * Settles what the numbers of a file are, and turns them into reflectance from
 * 0 to 1 (or absorbance) over wavelengths in nm.
 *
 * @param set What a reader gave: values and axis as the file has them, with
 * what the file says of them in `told`. Files of instruments, which come with
 * metadata, are reflectance over nm already. Values may be changed in place.
 * @param path Where it is from, for messages.
 * @param options What is said from outside.
 * @returns The set with `taken`. Percent are divided by 100, micrometres and
 * wavenumbers turned into nm; absorbance stays what it is.
 * @throws {InputError} If the numbers cannot be what they are taken for, or the
 * file says otherwise.
 *
 * @example
 * ```ts
 * import { takeAs } from "./take_as.ts";
 *
 * const { wavelengths, reflectance } = takeAs({
 *   samples: ["A"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(0.4, 0.5),
 *   reflectance: Float64Array.of(20, 25),
 * }, "a.csv", { quantity: "reflectance-percent", unit: "um" });
 * console.log(wavelengths.join(), reflectance.join()); // 400,500 0.2,0.25
 * ```
 */
export function takeAs(
  set: SpectraSet,
  path: string,
  options: TakeOptions = {},
): SpectraSet {
  const { told: header, falls: _, ...rest } = set;
  const told: Told = set.metadata
    ? { quantity: "reflectance", unit: "nm" }
    : header ?? {};
  const refuse = (what: string): never => {
    const { meantFor } = options;
    throw new InputError(`${path}: ${what}${meantFor ? ` (${meantFor})` : ""}`);
  };
  const unit = settleUnit(set, { told, options, refuse });
  const { wavelengths, reversed } = toNanometres(set.wavelengths, unit.is);
  if (reversed) reverseRows(set.reflectance, wavelengths.length);
  const onNm = { wavelengths, reflectance: set.reflectance };
  const look = valueLook(set.reflectance, wavelengths.length);
  const quantity = settleQuantity(onNm, { look, told, options, refuse });
  const percent = quantity.is === "reflectance-percent";
  if (percent) divide(set.reflectance, 100);
  const [least, greatest] = look.range;
  return {
    ...rest,
    wavelengths,
    taken: {
      quantity: quantity.is,
      quantityBy: quantity.by,
      unit: unit.is,
      unitBy: unit.by,
      range: percent ? [least / 100, greatest / 100] : [least, greatest],
    },
  };
}

interface Context {
  readonly told: Told;
  readonly options: TakeOptions;
  readonly refuse: (what: string) => never;
}

interface Settled<T> {
  readonly is: T;
  readonly by: TakenBy;
}

const UNIT_NAMES: Readonly<Record<AxisUnit, string>> = {
  "nm": "nm",
  "um": "micrometres",
  "cm-1": "wavenumbers in 1/cm",
};

function settleUnit(
  { wavelengths, falls }: SpectraSet,
  { told, options, refuse }: Context,
): Settled<AxisUnit> {
  const settled = settle("unit", "nm", { told, options, refuse });
  const { is, by } = settled;
  const axis = `its axis goes from ${nm(wavelengths[0])} to ` +
    nm(wavelengths[wavelengths.length - 1]);
  const option = "data.unit (--unit)";
  if (wavelengths.length < LEAST_BANDS) return settled;
  if (by === "assumed") {
    const look = axisLook(wavelengths, falls ?? false);
    if (look === "nm") return settled;
    return refuse(
      look === "nothing known"
        ? `${axis}, as of no optical instrument; expected wavelengths in nm, ` +
          `or ${option} um or cm-1`
        : `${axis}, as of ${
          UNIT_NAMES[look]
        }; expected wavelengths in nm, or ` +
          `${option} ${look}, or nm if they are`,
    );
  }
  const { wavelengths: found } = toNanometres(wavelengths, is);
  if (isOptical(found)) return settled;
  const inNm = is === "nm"
    ? " nm"
    : `, which as ${UNIT_NAMES[is]} is ${nm(found[0])} to ` +
      `${nm(found[found.length - 1])} nm`;
  return refuse(
    `${axis}${inNm}, as of no optical instrument; expected ` +
      (by === "file" ? "another unit in the file" : `another ${option}`),
  );
}

function settleQuantity(
  set: Pick<SpectraSet, "wavelengths" | "reflectance">,
  { look, ...context }: Context & { readonly look: ValueLook },
): Settled<Quantity> {
  let settled = settle("quantity", "reflectance", context);
  if (set.wavelengths.length < LEAST_BANDS) return settled;
  // Tables with `_pcnt` in their headings hold fractions as often as percent.
  if (
    settled.by === "file" && misfitOf(settled.is, "file", look) === "fractions"
  ) {
    settled = { is: "reflectance", by: "assumed" };
  }
  const { is, by } = settled;
  const misfit = misfitOf(is, by, look);
  if (misfit !== undefined) {
    return context.refuse(
      `its values go from ${look.range.map(figure).join(" to ")}, as of ` +
        `${misfit}; expected ${WANTED[is]}, or ${REMEDIES[misfit]}`,
    );
  }
  if (by !== "assumed") return settled;
  const sign = looksLikeAbsorbance(set);
  if (sign === undefined) return settled;
  return context.refuse(
    `its ${sign}, as of absorbance; expected ${WANTED.reflectance}, or ` +
      `${REMEDIES.absorbance}`,
  );
}

/** A person who says what values are knows; but percent are no fractions. */
function misfitOf(
  is: Quantity,
  by: TakenBy,
  look: ValueLook,
): Misfit | undefined {
  if (is === "reflectance-percent") return noPercent(look);
  if (is === "absorbance") return noAbsorbance(look);
  const misfit = noFraction(look);
  const bySize = misfit === "percent" ||
    misfit === "scaled integers or raw counts";
  return by === "assumed" || bySize ? misfit : undefined;
}

const WANTED: Readonly<Record<Quantity, string>> = {
  "reflectance": "reflectance from 0 to 1",
  "reflectance-percent": "reflectance from 0 to 100",
  "absorbance": "absorbance, log10(1/R)",
};

const OPTION = "data.quantity (--quantity)";
const REMEDIES: Readonly<Record<Misfit, string>> = {
  "percent": `${OPTION} reflectance-percent`,
  "scaled integers or raw counts":
    "such values divided until they are, as no data.quantity (--quantity) " +
    "scales them",
  "absorbance": `${OPTION} absorbance, or reflectance if it is`,
  "fractions": `${OPTION} reflectance or absorbance`,
  "spectra that were treated (derivatives, SNV)":
    `${OPTION} reflectance if they are to be taken as it`,
};

/** Who says what: config or flag, file, the run's config, nobody. */
function settle<K extends keyof Told>(
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

function divide(values: Float64Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i] /= by;
}

function reverseRows(values: Float64Array, bands: number): void {
  for (let start = 0; start < values.length; start += bands) {
    values.subarray(start, start + bands).reverse();
  }
}
