// A rejected shader or a lost device makes WebGPU return zeros without a
// word. This keeps the first thing that went wrong and turns it into a
// sentence.
import { InputError } from "../../errors.ts";

/** Remembers the first error of a device. */
export interface DeviceWatch {
  /** @throws {InputError} The first error, in a sentence. */
  check(): void;
  /** Rejects when the device is lost; never resolves. */
  readonly lost: Promise<never>;
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
  const lost = device.lost.then((info) => {
    const cause = oneLine(info.message) || info.reason || "no reason given";
    throw fail(`The WebGPU device was lost (${cause}).`);
  });
  lost.catch(() => {}); // read by whoever waits for data
  return {
    check() {
      if (first) throw first;
    },
    lost,
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
