import { InputError } from "../errors.ts";
import type { Finding } from "./finding.ts";

/**
 * The finding of a run that was to be made again and could not be: what was
 * asked for was not looked at, and what was found before is not lost.
 *
 * @param error Why.
 * @throws What is no mistake of a person.
 */
export function cannotRerun(error: unknown): Finding[] {
  if (!(error instanceof InputError)) throw error;
  const finding = `could not be made: ${error.message}`;
  return [{ subject: "rerun", holds: false, finding }];
}
