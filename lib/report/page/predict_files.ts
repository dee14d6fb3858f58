// Prediction without a disk: files in memory through the very functions of
// `deno task predict`, on one thread of backend `exact`, whose results do not
// depend on how many there are.
import type { OpenBackend } from "../../backend/open.ts";
import { openExact } from "../../backend/exact/open_exact.ts";
import { withFiles } from "../../files/files.ts";
import { memoryFiles } from "../../files/memory.ts";
import { type Predicted, predictSamples } from "../../pipeline/predict.ts";
import { predictionTable } from "../../pipeline/prediction_table.ts";
import type { Files } from "./check_files.ts";
import type { RunParts } from "./run_parts.ts";

/** Predictions, and what was said on the way. */
export interface PagePrediction extends Predicted {
  /** The table that `deno task predict` writes. */
  readonly table: Uint8Array<ArrayBuffer>;
  /** What the spectra were taken as, and what is odd about them. */
  readonly notes: readonly string[];
}

/** Folder of several files that are predicted together. */
const DROPPED = "dropped";

let backend: Promise<OpenBackend> | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * Predicts files as `deno task predict` does.
 *
 * @param run The run whose network predicts.
 * @param given Bytes by name: one file, or several as a folder of them.
 * @param options Whether spectra that cover the run's wavelengths are
 * interpolated.
 * @throws {InputError} As the task says it.
 */
export function predictFiles(
  run: RunParts,
  given: Files,
  { resample = false }: { readonly resample?: boolean } = {},
): Promise<PagePrediction> {
  // One after the other: files and backend are one for all.
  const next = last.then(() => predictNow(run, given, resample));
  last = next.catch(() => {});
  return next;
}

async function predictNow(
  run: RunParts,
  given: Files,
  resample: boolean,
): Promise<PagePrediction> {
  const single = given.size === 1;
  // Nothing that is dropped may take the place of a file of the run.
  const folder = `run ${run.name}`;
  const files = memoryFiles(
    new Map([
      ...[...given].map(([path, bytes]) =>
        [single ? path : `${DROPPED}/${path}`, bytes] as const
      ),
      ...[...run.files].map(([path, bytes]) =>
        [`${folder}/${path}`, bytes] as const
      ),
    ]),
  );
  const notes: string[] = [];
  const note = (line: string) => notes.push(line);
  backend ??= openOne();
  const options = { backend: await backend, resample, note, warn: note };
  const path = single ? [...given.keys()][0] : DROPPED;
  const made = await withFiles(
    files,
    () => predictSamples({ run: folder }, path, options),
  );
  return { ...made, table: predictionTable(made.targets, made), notes };
}

async function openOne(): Promise<OpenBackend> {
  const opened = await openExact({ threads: 1 });
  return {
    name: "exact",
    adapter: null,
    software: false,
    threads: opened.threads,
    reason: "Backend exact (WebAssembly, 1 thread): in a page.",
    check: () => {},
    close: () => opened.close(),
  };
}
