// Stands in for `jsr:@std/assert@1.0.19` where JSR cannot be reached: the functions that the tests use, over
// `node:assert`.
import { isDeepStrictEqual } from "node:util";
import nodeAssert, { AssertionError } from "node:assert/strict";

export { AssertionError };

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError({ message });
}

/** Fails unless `condition` is truthy. */
export function assert(
  condition: unknown,
  message?: string,
): asserts condition {
  check(Boolean(condition), message ?? "Expected a truthy value");
}
/** Fails unless both are deeply equal. */
export function assertEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  if (message === undefined) nodeAssert.deepStrictEqual(actual, expected);
  else check(isDeepStrictEqual(actual, expected), message);
}
/** Fails if both are deeply equal. */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  check(
    !isDeepStrictEqual(actual, expected),
    message ?? "Expected different values",
  );
}
/** Fails unless `Object.is` holds. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  check(
    Object.is(actual, expected),
    message ?? `Expected ${String(actual)} to be ${String(expected)}`,
  );
}
/** Fails unless the numbers differ by at most `tolerance` (relative 1e-7 of `expected` by default). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ??
    (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  check(
    Math.abs(expected - actual) <= allowed,
    message ?? `Expected ${actual} to be within ${allowed} of ${expected}`,
  );
}
/** Fails unless `text` contains `part`. */
export function assertStringIncludes(
  text: string,
  part: string,
  message?: string,
): void {
  check(
    text.includes(part),
    message ??
      `Expected ${JSON.stringify(text)} to contain ${JSON.stringify(part)}`,
  );
}
/** Fails unless `text` matches `pattern`. */
export function assertMatch(
  text: string,
  pattern: RegExp,
  message?: string,
): void {
  check(
    pattern.test(text),
    message ?? `Expected ${JSON.stringify(text)} to match ${pattern}`,
  );
}
/** Fails if the value is null or undefined. */
export function assertExists<T>(
  value: T,
  message?: string,
): asserts value is NonNullable<T> {
  check(value !== null && value !== undefined, message ?? "Expected a value");
}
/** Fails unless `actual` is greater than `expected`. */
export function assertGreater<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  check(actual > expected, message ?? `Expected ${actual} > ${expected}`);
}
/** Fails unless `actual` is less than `expected`. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  check(actual < expected, message ?? `Expected ${actual} < ${expected}`);
}
/** Fails unless `actual` is at most `expected`. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  check(actual <= expected, message ?? `Expected ${actual} <= ${expected}`);
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function checkError<E extends Error>(
  error: unknown,
  errorClass?: ErrorClass<E>,
  includes?: string,
): E {
  check(error instanceof Error, "Expected an Error to be thrown");
  if (errorClass) {
    check(
      error instanceof errorClass,
      `Expected ${errorClass.name} but ${error.name} was thrown: ${error}`,
    );
  }
  if (includes !== undefined) assertStringIncludes(error.message, includes);
  return error as E;
}
/** Fails unless `fn` throws, an error of the class and with the text given. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  errorClass?: ErrorClass<E>,
  includes?: string,
): E {
  try {
    fn();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  throw new AssertionError({ message: "Expected function to throw" });
}
/** Fails unless the promise rejects, with an error of the class and with the text given. */
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  includes?: string,
): Promise<E> {
  try {
    await fn();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  throw new AssertionError({ message: "Expected promise to reject" });
}
