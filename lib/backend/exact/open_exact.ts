// Opens backend `exact`: the same bits on every machine, whatever its threads.
import * as tf from "../../third_party/tfjs.ts";
import { ExactBackend } from "./exact_backend.ts";
import { registerKernels } from "./register/register_kernels.ts";
import { Threads } from "./threads.ts";

/** Backend `exact`, ready for use. */
export interface OpenExact {
  /** Threads that compute, the main thread included. */
  readonly threads: number;
  /** Ends the threads and frees the memory; its tensors are gone. */
  close(): Promise<void>;
}

/**
 * Registers TensorFlow.js backend `exact` and makes it the current one.
 *
 * @param options `threads`: how many compute; all cores if not given. Results
 * do not depend on it.
 * @throws {RangeError} If `threads` is not a whole number from 1 to 64.
 *
 * @example
 * ```ts
 * import * as tf from "../../third_party/tfjs.ts";
 * import { openExact } from "./open_exact.ts";
 *
 * const backend = await openExact({ threads: 1 });
 * const sum = tf.add(tf.tensor1d([1, 2]), 1);
 * if ((await sum.data())[1] !== 3) throw new Error("wrong sum");
 * await backend.close();
 * ```
 */
export async function openExact(
  options: { readonly threads?: number } = {},
): Promise<OpenExact> {
  const count = options.threads ?? navigator.hardwareConcurrency;
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new RangeError(`Threads must be 1 to 64, not ${count}`);
  }
  const threads = new Threads(count);
  if (tf.findBackend("exact")) tf.removeBackend("exact");
  tf.enableProdMode();
  const backend = new ExactBackend(threads);
  tf.registerBackend("exact", () => backend);
  registerKernels();
  await tf.setBackend("exact");
  return {
    threads: threads.count,
    close: () => {
      if (tf.findBackend("exact") === backend) tf.removeBackend("exact");
      threads.close();
      return Promise.resolve();
    },
  };
}
