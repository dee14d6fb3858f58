// A worker that does jobs one after the other, on one thread of its own. It is
// told the data once.
import { InputError } from "../errors.ts";
import { type OpenBackend, openBackend } from "../backend/open.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Job } from "./job.ts";
import { runJob } from "./run_job.ts";

/** What a worker is told. */
export type ToWorker =
  | {
    readonly kind: "data";
    readonly spectra: SpectraSet;
    /** Values by target. */
    readonly values: Readonly<Record<string, Float64Array>>;
  }
  | { readonly kind: "job"; readonly job: Job };

/** What a worker answers to a job. */
export type FromWorker =
  | {
    readonly kind: "done";
    readonly files: Readonly<Record<string, Uint8Array>>;
  }
  | {
    readonly kind: "failed";
    /** Whether the sentence is for the user, or a fault of the package. */
    readonly input: boolean;
    readonly message: string;
  };

const own = self as unknown as {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
};

let data: Extract<ToWorker, { kind: "data" }> | undefined;
let backend: Promise<OpenBackend> | undefined;

own.onmessage = async ({ data: message }) => {
  if (message.kind === "data") {
    data = message;
    return;
  }
  try {
    const { spectra, values } = data!;
    const { job } = message;
    const files = await runJob(
      job,
      { spectra, values: values[job.name.target] },
      () => backend ??= openBackend({ backend: "exact", threads: 1 }),
    );
    own.postMessage({ kind: "done", files });
  } catch (error) {
    own.postMessage({
      kind: "failed",
      input: error instanceof InputError,
      message: error instanceof InputError
        ? error.message
        : error instanceof Error
        ? `${error.stack}`
        : String(error),
    });
  }
};
