// R's values as far as tables need them. Everything else keeps only its kind,
// by which it is refused or passed over.

/** What every value may carry: names, dim, class and so on. */
export type RAttributes = ReadonlyMap<string, RValue>;

/** Logical, integer or double values; NA is NaN. */
export interface RNumbers {
  /** What the value is. */
  readonly kind: "logical" | "integer" | "double";
  /** Its members, in order. */
  readonly values: Float64Array;
  /** What it carries. */
  readonly attributes: RAttributes;
}

/** Texts; NA is null. */
export interface RTexts {
  /** What the value is. */
  readonly kind: "character";
  /** Its members, in order. */
  readonly values: readonly (string | null)[];
  /** What it carries. */
  readonly attributes: RAttributes;
}

/** A list, or a pairlist with its tags as the attribute `names`. */
export interface RList {
  /** What the value is. */
  readonly kind: "list";
  /** Its members, in order. */
  readonly values: readonly RValue[];
  /** What it carries. */
  readonly attributes: RAttributes;
}

/** A value of another kind, such as a function. */
export interface ROther {
  /** What the value is. */
  readonly kind: "other";
  /** What it is, for people. */
  readonly what: string;
  /** What it carries. */
  readonly attributes: RAttributes;
}

/** Any value of R. */
export type RValue = RNumbers | RTexts | RList | ROther;

/** No attributes. */
export const NO_ATTRIBUTES: RAttributes = new Map();

/** R's NULL, which reads as an empty list. */
export const R_NULL: RList = {
  kind: "list",
  values: [],
  attributes: NO_ATTRIBUTES,
};

/** A named value. */
export interface RObject {
  /** What the object is called. */
  readonly name: string;
  /** What it is. */
  readonly value: RValue;
}

/**
 * The texts of an attribute such as `names` or `class`.
 *
 * @returns Texts with "" for NA, or undefined if there are none.
 */
export function textAttribute(
  { attributes }: RValue,
  name: string,
): readonly string[] | undefined {
  const value = attributes.get(name);
  if (value?.kind !== "character") return undefined;
  return value.values.map((text) => text ?? "");
}

/** Whether a value is of a class. */
export function hasClass(value: RValue, name: string): boolean {
  return textAttribute(value, "class")?.includes(name) ?? false;
}
