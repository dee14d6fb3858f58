// Workers that share a list of jobs: each takes the next one when it is free.
// Which worker does what has no effect on any byte.
import { InputError } from "../errors.ts";
import { type Job, nameText } from "./job.ts";
import { type StudyData, targetValues } from "./plan.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** How {@linkcode runJobs} works. */
export interface PoolOptions {
  /** Workers. */
  readonly threads: number;
  /** Takes the files of a member that is finished. */
  readonly onDone: (
    job: Job,
    files: Readonly<Record<string, Uint8Array>>,
  ) => Promise<void>;
  /** No further job is begun once it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Does jobs in workers.
 *
 * @param jobs Jobs.
 * @param data What they work on.
 * @param options How many at once, and who takes their files.
 * @throws {InputError} If a job fails; the others in progress are left.
 */
export async function runJobs(
  jobs: readonly Job[],
  data: StudyData,
  { threads, onDone, signal }: PoolOptions,
): Promise<void> {
  let next = 0;
  const values = Object.fromEntries(
    data.labels.targets.map((target) => [
      target,
      targetValues(data.labels, target),
    ]),
  );
  const workers: Worker[] = [];
  const work = async () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
    });
    workers.push(worker);
    const tell = (message: ToWorker) => worker.postMessage(message);
    tell({ kind: "data", spectra: data.spectra, values });
    while (next < jobs.length && !signal?.aborted) {
      const job = jobs[next++];
      const answer = await ask(worker, () => tell({ kind: "job", job }));
      if (answer.kind === "done") await onDone(job, answer.files);
      else {
        const text = `${nameText(job.name)}: ${answer.message}`;
        throw answer.input ? new InputError(text) : new Error(text);
      }
    }
  };
  try {
    const count = Math.max(1, Math.min(threads, jobs.length));
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

function ask(worker: Worker, tell: () => void): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    tell();
  });
}
