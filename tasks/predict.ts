// `deno task predict`: new spectra, through the network of a finished run.
import { UsageError } from "../lib/errors.ts";
import type { PredictSource } from "../lib/pipeline/predict.ts";
import { runTask, THREADS } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";
import { flagOptions, SPECTRA_FLAGS } from "./support/spectra_flags.ts";

/** A run, or a config with a model. */
function sourceOf(
  { run, model, config }: Readonly<Record<string, string | undefined>>,
): PredictSource {
  if (run !== undefined && config === undefined) return { run, model };
  if (run === undefined && model !== undefined && config !== undefined) {
    return { model, config };
  }
  throw new UsageError(
    run === undefined
      ? "predict needs --run FOLDER, or --model FILE and --config FILE."
      : "predict takes --run or --config, not both.",
  );
}

await runTask({
  name: "predict",
  summary: "Predicts new spectra with the network of a finished run, or with " +
    "one that Keras saved.",
  flags: {
    run: { value: "FOLDER", help: "The run" },
    model: {
      value: "FILE",
      help: "A .keras or .h5 file in place of the run's network",
    },
    config: {
      value: "FILE",
      help: "Spectrogram and targets, for --model without --run",
    },
    ...SPECTRA_FLAGS,
    resample: {
      help: "Interpolate spectra that cover the run's wavelengths to them",
    },
    out: { value: "FILE.csv", help: "Where to; stdout if not given" },
    backend: {
      value: "NAME",
      help: "Where tensors live",
      choices: ["auto", "webgpu", "exact"],
    },
    threads: THREADS,
  },
  example: "--run artifacts/quick --spectra new.csv",
}, async ({ values, counts, on }) => {
  const source = sourceOf(values);
  const { predictSpectra } = await import("../lib/pipeline/predict.ts");
  const { openBackend } = await import("../lib/backend/open.ts");
  const backend = await openBackend({
    backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
    threads: counts.threads,
  });
  const progress = openProgress(on.quiet);
  const warn = (line: string) => {
    progress.end();
    console.error(line);
  };
  try {
    const table = await predictSpectra(source, values.spectra!, {
      backend,
      read: flagOptions(values),
      resample: on.resample,
      note: (line) => on.quiet || warn(line),
      warn,
      stage: progress.stage,
    });
    progress.end();
    if (values.out === undefined) {
      await Deno.stdout.write(table);
    } else {
      const { writeFile } = await import("../lib/artifacts/store.ts");
      await writeFile(values.out, table);
      console.log(`${values.out}: written`);
    }
    return true;
  } finally {
    progress.end();
    await backend.close();
  }
});
