// A run's training as TensorBoard shows it: losses by epoch, figures, config.
// Code S2 makes a TensorBoard callback and never passes it.
import { encodeEvents, type EventValue } from "../artifacts/tf_events.ts";
import type { HistoryRow } from "../training/history.ts";
import { readArchive } from "./archive.ts";

const SCALARS = [
  "loss",
  "rmse",
  "val_loss",
  "val_rmse",
  "eval_loss",
  "eval_rmse",
] as const;

/**
 * Makes an event file of a finished run.
 *
 * @param run Its folder.
 * @returns Its scalars by epoch under Keras's names (`epoch_loss` is `loss`
 * here), then figures and config at the last epoch.
 * @throws {InputError} If the run lacks a file.
 */
export async function runEvents(
  run: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { history } = await readArchive(run);
  const step = history.at(-1)?.epoch ?? 0;
  const config = await Deno.readTextFile(`${run}/config.json`);
  const values: EventValue[] = history.flatMap(scalarsOf);
  for (const name of await pictures(`${run}/figures`)) {
    const png = await Deno.readFile(`${run}/figures/${name}.png`);
    values.push({ tag: `figures/${name}`, step, png });
  }
  const pretty = JSON.stringify(JSON.parse(config), null, 2);
  const text = pretty.split("\n").map((line) => `    ${line}`).join("\n");
  values.push({ tag: "config", step, text });
  return encodeEvents(values);
}

function scalarsOf(row: HistoryRow): EventValue[] {
  return SCALARS.filter((tag) => row[tag] !== undefined)
    .map((tag) => ({ tag, step: row.epoch, scalar: row[tag] }));
}

/** Names of a folder's PNG files without their ending, sorted. */
async function pictures(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".png")) names.push(name.slice(0, -4));
  }
  return names.sort();
}
