// What takes one network refuses an ensemble: a member alone does not predict
// what the run does.
import { InputError } from "../errors.ts";
import { memberFolder } from "./members.ts";

/**
 * The folder of a run's only network.
 *
 * @param run The run.
 * @throws {InputError} If it has several.
 */
export async function onlyNetwork(run: string): Promise<string> {
  const folder = `${run}/model`;
  const second = memberFolder(folder, 1);
  try {
    await Deno.lstat(second);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return folder;
    throw error;
  }
  throw new InputError(
    `${run}: is an ensemble, as ${second} shows; expected a run of one network`,
  );
}
