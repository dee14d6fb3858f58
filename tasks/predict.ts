// `deno task predict`: new spectra, through the network of a finished run.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "predict",
  summary: "Predicts new spectra with the network of a finished run.",
  flags: {
    run: { value: "FOLDER", help: "The run", required: true },
    spectra: { value: "FILE", help: "Spectra", required: true },
    out: { value: "FILE.csv", help: "Where to; stdout if not given" },
    backend: {
      value: "NAME",
      help: "Where tensors live",
      choices: ["auto", "webgpu", "exact"],
    },
    threads: { value: "N", help: "Threads of exact", count: true },
  },
  example: "--run artifacts/quick --spectra new.csv",
}, async ({ values, counts, on }) => {
  const { predictSpectra } = await import("../lib/pipeline/predict.ts");
  const { openBackend } = await import("../lib/backend/open.ts");
  const backend = await openBackend({
    backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
    threads: counts.threads,
  });
  const progress = openProgress(on.quiet);
  try {
    const table = await predictSpectra(values.run!, values.spectra!, {
      backend,
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
