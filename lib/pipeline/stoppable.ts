// Stopping between the steps of a stage: every stage tells how far it is, and
// there it can be ended. Training ends itself, after an epoch.
import { InputError } from "../errors.ts";

/** Called at the start of a stage; gives its progress function. */
type Stage = (
  name: string,
  unit: string,
) => (done: number, total: number) => void;

/**
 * Makes stages that end when somebody asks.
 *
 * @param stage Where progress goes.
 * @param signal Who asks.
 * @returns Stages whose progress throws an `InputError` once the signal is
 * aborted, except in `train`.
 */
export function stoppable(stage: Stage, signal?: AbortSignal): Stage {
  return (name, unit) => {
    const onProgress = stage(name, unit);
    if (name === "train" || signal === undefined) return onProgress;
    const check = () => {
      if (!signal.aborted) return;
      throw new InputError(
        `Stopped in stage ${name}, as asked; the same command goes on`,
      );
    };
    check();
    return (done, total) => {
      check();
      onProgress(done, total);
    };
  };
}
