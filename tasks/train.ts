// `deno task train`: the network alone, on spectrograms that are made.
import { runTask, THREADS } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";
import { stopOnSignals } from "./support/stop.ts";

await runTask({
  name: "train",
  summary:
    "Trains the network on spectrograms that are already made, with the " +
    "parts that the table of samples names.",
  flags: {
    config: { value: "FILE", help: "Network and training", required: true },
    spectrograms: {
      value: "FILE",
      help: "Images: .npy, float32 [samples, bins, frames, channels], .npz " +
        "with spectrograms and samples, or Code S1's spectogram.pickle",
      required: true,
    },
    samples: {
      value: "FILE.csv",
      help: "sample, group, part and targets, as samples.csv of a run",
      required: true,
    },
    out: { value: "FOLDER", help: "Where to", required: true },
    backend: {
      value: "NAME",
      help: "Where tensors live",
      choices: ["auto", "webgpu", "exact"],
    },
    threads: THREADS,
    epochs: {
      value: "N",
      help: "Epochs, instead of the config's",
      count: true,
    },
    "checkpoint-every": {
      value: "N",
      help: "Epochs between the checkpoints that a killed run goes on from; " +
        "every ten seconds if not given",
      count: true,
    },
    force: { help: "Start anew where a checkpoint does not fit" },
  },
  example: "--config paper-config/quick.json --spectrograms a.npy " +
    "--samples a.csv --out artifacts/a",
}, async ({ values, counts, on }) => {
  const { loadConfig } = await import("../lib/config.ts");
  const { trainFromFiles } = await import("../lib/pipeline/train_files.ts");
  const { openBackend } = await import("../lib/backend/open.ts");
  const config = await loadConfig(values.config!);
  const backend = await openBackend({
    backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
    threads: counts.threads,
  });
  const progress = openProgress(on.quiet);
  const say = (text: string) => on.quiet || console.error(text);
  say(backend.reason);
  try {
    const written = await trainFromFiles(config, {
      spectrograms: values.spectrograms!,
      samples: values.samples!,
      out: values.out!,
      epochs: counts.epochs,
      backend,
      onProgress: progress.stage("train", "epochs"),
      note: say,
      signal: stopOnSignals(say),
      checkpoints: {
        every: counts["checkpoint-every"],
        force: on.force,
        note: say,
      },
    });
    progress.end();
    for (const path of written) console.log(path);
    return true;
  } finally {
    progress.end();
    await backend.close();
  }
});
