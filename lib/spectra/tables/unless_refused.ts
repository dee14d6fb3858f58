// Reading what is good to have and not needed.
import { InputError } from "../../errors.ts";

/**
 * Reads something that may be missing.
 *
 * @param what What it is, for the note.
 * @param read Reads it.
 * @returns It, or a note that says why it is not there.
 */
export async function unlessRefused<T>(
  what: string,
  read: () => Promise<T>,
): Promise<{ readonly value?: T; readonly notes: readonly string[] }> {
  try {
    return { value: await read(), notes: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { notes: [`${what} not kept, ${error.message}`] };
  }
}
