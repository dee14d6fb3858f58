// `deno task export`: what a finished run has, for other tools.
import { runTask } from "./support/cli.ts";

await runTask({
  name: "export",
  summary:
    "Writes a run's network, spectrograms, predictions or spectra for other " +
    "tools; the ending of --out is the format.",
  flags: {
    run: { value: "FOLDER", help: "The run", required: true },
    out: {
      value: "FILE",
      help: "Where to: .keras .h5 (model), .npy .npz .pickle (spectrograms), " +
        ".csv .parquet .npz (predictions, spectra), .tfevents (training, for " +
        "TensorBoard)",
      required: true,
    },
    what: {
      value: "NAME",
      help: "What; by the ending of --out if not given",
      choices: ["model", "spectrograms", "predictions", "spectra", "training"],
    },
  },
  example: "--run artifacts/quick --out quick.keras",
}, async ({ values }) => {
  const { exportFiles } = await import("../lib/pipeline/export.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const files = await exportFiles(values.run!, values.out!, values.what);
  for (const [path, bytes] of Object.entries(files)) {
    await writeFile(path, bytes);
    console.log(`${path}: ${bytes.length} bytes`);
  }
  return true;
});
