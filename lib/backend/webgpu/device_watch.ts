// A rejected shader or a lost device makes WebGPU return zeros without a
// word. This keeps the first thing that went wrong and turns it into a
// sentence.
import { InputError } from "../../errors.ts";

/** Remembers the first error of a device. */
export interface DeviceWatch {
  /**
   * Says whether the device still works.
   *
   * @throws {InputError} The first error, in a sentence.
   */
  check(): void;
  /** The promise's outcome, or a rejection once the device is lost. */
  unlessLost<T>(promise: Promise<T>): Promise<T>;
  /** The sentence for an error that reading threw; `check` throws it too. */
  fail(cause: unknown): InputError;
  /** From now on losing the device is no error. */
  end(): void;
}

/**
 * Watches a device from its creation on.
 *
 * @param device The device.
 */
export function watchDevice(device: GPUDevice): DeviceWatch {
  let first: InputError | null = null;
  let ended = false;
  const fail = (sentence: string): InputError => {
    const error = new InputError(sentence);
    if (!ended) first ??= error;
    return first ?? error;
  };
  device.addEventListener("uncapturederror", (event) => {
    const { error } = event as Event & { error: GPUError };
    fail(
      `The WebGPU device refused a command (${oneLine(error.message)}); ` +
        "nothing it computed after that can be trusted.",
    );
  });
  const waiting = new Set<(error: InputError) => void>();
  device.lost.then((info) => {
    const cause = oneLine(info.message) || info.reason || "no reason given";
    const error = fail(`The WebGPU device was lost (${cause}).`);
    for (const reject of waiting) reject(error);
  });
  return {
    check() {
      if (first) throw first;
    },
    // Not Promise.race with device.lost: that would keep every result alive.
    unlessLost: <T>(promise: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        promise.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    fail(cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      return fail(`The WebGPU device gave no data (${oneLine(text)}).`);
    },
    end() {
      ended = true;
    },
  };
}

function oneLine(message: string): string {
  const text = message.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
