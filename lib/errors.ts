/**
 * A mistake in what a person gave: a file that does not parse, a value out of range, data that is missing. Its message
 * is one sentence that names file, row and column where there is one, what was found and what was expected; tasks print
 * it without a stack trace and exit 1.
 */
export class InputError extends Error {
  /** Name of the class. */
  override readonly name = "InputError";

  /** Makes one of a sentence; what a file put into it can neither break its line nor command a terminal. */
  constructor(sentence: string) {
    super(sentence.replace(/[\t\r\n]+/g, " ").replace(/\p{Cc}/gu, "\ufffd"));
  }
}

/** A command line that makes no sense (unknown flag, missing argument). Tasks print its sentence and exit 2. */
export class UsageError extends Error {
  /** Name of the class. */
  override readonly name = "UsageError";
}
