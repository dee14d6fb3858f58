// What a baseline may learn instead of the values themselves. Contents of a soil
// are skewed: a few large values else decide every square error.
import { InputError } from "../errors.ts";

/** A way there and back. */
interface ValueTransform {
  /** Values below cannot be transformed. */
  readonly least: number;
  readonly forward: (value: number) => number;
  readonly inverse: (value: number) => number;
}

/** The largest logarithm whose value is still a finite float64. */
const LARGEST_LOGARITHM = 709;

/**
 * Transforms by name: none; the square root, which makes counts and shares
 * about equally uncertain (Bartlett 1936); log1p as in NumPy, `ln(1 + value)`
 * (Box and Cox 1964). What is predicted is transformed back, which makes a
 * median of it rather than a mean.
 */
export const VALUE_TRANSFORMS: Readonly<
  Record<"none" | "sqrt" | "log1p", ValueTransform>
> = {
  none: { least: -Infinity, forward: (v) => v, inverse: (v) => v },
  sqrt: {
    least: 0,
    forward: Math.sqrt,
    inverse: (v) => Math.max(0, v) ** 2,
  },
  log1p: {
    least: 0,
    forward: Math.log1p,
    inverse: (v) => Math.expm1(Math.min(v, LARGEST_LOGARITHM)),
  },
};

/** A transform's name. */
export type ValueTransformName = keyof typeof VALUE_TRANSFORMS;

/**
 * Transforms values.
 *
 * @param name The transform.
 * @param values Values of one target.
 * @throws {InputError} If a value is less than the transform takes.
 */
export function transformValues(
  name: ValueTransformName,
  values: Float64Array,
): Float64Array {
  const { least, forward } = VALUE_TRANSFORMS[name];
  const small = values.find((value) => value < least);
  if (small !== undefined) {
    throw new InputError(
      `A baseline has transforms ${name}, and a value of the target is ` +
        `${small}; expected ${least} or more, or no ${name}`,
    );
  }
  return values.map(forward);
}
