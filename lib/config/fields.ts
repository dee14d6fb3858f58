// The kinds of value that a config is made of. Each carries, as its error, the
// words that follow "expected" in the sentence a person reads, and says what
// it is in the JSON Schema.
import { nearest } from "../nearest.ts";
import { z } from "../third_party/zod.ts";

/** Largest seed of NumPy's RandomState. */
export const MAX_SEED = 2 ** 32 - 1;

/** An integer from `least` to `most`. */
export function integer(least: number, most: number, about: string): z.ZodInt {
  const error = `an integer from ${least} to ${most}`;
  return z.int(error).min(least, error).max(most, error).describe(about);
}

/** A seed that NumPy takes. */
export function seed(about: string): z.ZodInt {
  return integer(0, MAX_SEED, about);
}

/** A number above 0 and up to `most`. */
export function positive(most: number, about: string): z.ZodNumber {
  const error = `a number above 0 and up to ${most}`;
  return z.number(error).gt(0, error).max(most, error).describe(about);
}

/** A number from 0 to 1. */
export function fraction(about: string): z.ZodNumber {
  const error = "a number from 0 to 1";
  return z.number(error).min(0, error).max(1, error).describe(about);
}

/** A number from 0 to below 1: a decay rate or a momentum. */
export function rate(about: string): z.ZodNumber {
  const error = "a number from 0 to below 1";
  return z.number(error).min(0, error).lt(1, error).describe(about);
}

/** The size of a part as scikit-learn takes it: a share, or a count. */
export function size(about: string) {
  const error =
    "a share above 0 and below 1, or a whole number from 1 to 1000000";
  return z.union([
    z.number(error).gt(0, error).lt(1, error),
    z.int(error).min(1, error).max(1_000_000, error),
  ], error).describe(about);
}

/** A text that is not empty. */
export function text(about: string): z.ZodString {
  const error = "a text that is not empty";
  return z.string(error).min(1, error).describe(about);
}

/** true or false. */
export function flag(about: string): z.ZodBoolean {
  return z.boolean("true or false").describe(about);
}

/** One of some words. */
export function choice<const T extends readonly [string, ...string[]]>(
  words: T,
  about: string,
) {
  return z.enum(words, oneOf(words)).describe(about);
}

/** The one word that picks a variant. */
export function variant<const T extends string>(word: T) {
  return z.literal(word, JSON.stringify(word));
}

/** A list of `least` items or more. */
export function list<T extends z.ZodType>(item: T, about: string) {
  const error = "a list with 1 to 100 entries";
  return z.array(item, error).min(1, error).max(100, error).describe(about);
}

/** An object that has these keys and no other. */
export function table<T extends z.ZodRawShape>(shape: T) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? suggestion(String(issue.keys?.[0]), keys)
        : "an object in braces",
  });
}

/** The words of an enumeration, as a person reads them. */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  const last = quoted.pop();
  return quoted.length === 0 ? `${last}` : `${quoted.join(", ")} or ${last}`;
}

function suggestion(key: string, keys: readonly string[]): string {
  const near = nearest(key, keys);
  return near === undefined
    ? `expected ${keys.join(", ")}`
    : `did you mean ${near}?`;
}
