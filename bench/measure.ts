// Runs the tables: lets the players of each entry alternate, turns answers into
// rows.
import { alternate, type Answers } from "./alternate.ts";
import type { Context } from "./context.ts";
import { UsageError } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import type { Growth } from "./growth.ts";
import type { Measurement, Quantity } from "./measurements.ts";
import type { GrowthRow, Row, Values } from "./table.ts";

/**
 * Picks the entries of a table to run.
 *
 * @param table Measurements, or series of growth.
 * @param only The name of one; all of them if not given.
 * @throws {UsageError} If none has that name.
 */
export function pickEntries<T extends { readonly name: string }>(
  table: readonly T[],
  only: string | undefined,
): readonly T[] {
  if (only === undefined) return table;
  const picked = table.filter(({ name }) => name === only);
  if (picked.length > 0) return picked;
  const names = [...new Set(table.map(({ name }) => name))];
  const guess = nearest(only, names);
  throw new UsageError(
    `No measurement is called ${only}; ` +
      (guess ? `did you mean ${guess}?` : `there are ${names.join(", ")}.`),
  );
}

/** Runs one measurement. */
export async function measure(
  { name, quantities, turns, ours, peers }: Measurement,
  context: Context,
): Promise<Row[]> {
  const openers = [ours, ...peers.map(({ open }) => open)];
  const answers = await alternate(
    openers.map((open) => () => open(context)),
    turns,
  );
  return quantities.flatMap((quantity) =>
    peers.map((peer, i): Row => ({
      name,
      what: quantity.what,
      unit: quantity.unit,
      ours: pick(answers[0], quantity),
      peer: peer.name,
      theirs: pick(answers[i + 1], quantity),
    }))
  );
}

/** Measures one size of a series. */
export async function measureGrowth(
  { name, size, quantity, turns, open }: Growth,
  context: Context,
): Promise<GrowthRow> {
  const [answers] = await alternate([() => open(context)], turns);
  const { what, unit } = quantity;
  return { grows: name, size, what, unit, ours: pick(answers, quantity) };
}

function pick(answers: Answers, { key }: Quantity): Values {
  if ("absent" in answers) return answers;
  return answers.map((answer) => answer[key]);
}
