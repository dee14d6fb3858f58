// Reads one damaged file after another.
import { InputError } from "../../lib/errors.ts";
import { damage } from "./damage.ts";
import { readersToFuzz } from "./readers_to_fuzz.ts";

/** How a round ended. */
export interface Outcome {
  readonly outcome: "value" | "sentence" | "wrong value" | "crash" | "slow";
  readonly text?: string;
  /** How long it took. */
  readonly ms: number;
}

type Found = Omit<Outcome, "ms">;

/**
 * Prepares the rounds of a file.
 *
 * @param name Which one.
 * @param folder An empty folder.
 * @returns Does a round; -1 is the undamaged file.
 */
export async function prepareRounds(
  name: string,
  folder: string,
): Promise<(round: number) => Promise<Outcome>> {
  const readers = await readersToFuzz();
  const { bytes: make, read, sure } = readers.find((one) => one.name === name)!;
  const bytes = await make();
  const { text: right } = await attempt(() => read(bytes, folder));
  return async (round) => {
    const data = round < 0 ? bytes : damage(bytes, round);
    const start = performance.now();
    const found = await attempt(() => read(data, folder));
    const ms = performance.now() - start;
    if (found.outcome !== "value") return { ...found, ms };
    const isRight = !sure || found.text === right;
    return { outcome: isRight ? "value" : "wrong value", ms };
  };
}

async function attempt(read: () => Promise<string>): Promise<Found> {
  try {
    return { outcome: "value", text: await read() };
  } catch (error) {
    return error instanceof InputError
      ? { outcome: "sentence", text: error.message }
      : {
        outcome: "crash",
        text: String(error instanceof Error ? error.stack : error),
      };
  }
}
