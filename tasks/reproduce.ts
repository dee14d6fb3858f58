// `deno task reproduce`: the whole pipeline of one config, into one folder.
import { runTask } from "./support/cli.ts";
import { duration, openProgress } from "./support/progress.ts";

const DEFAULT_CONFIG = "paper-config/carvalho2024.json";

await runTask({
  name: "reproduce",
  summary:
    "Runs the whole pipeline: spectra, spectrograms, network, figures, " +
    "manifest.",
  flags: {
    config: {
      value: "FILE",
      help: `What to run; ${DEFAULT_CONFIG} if not given`,
    },
    out: { value: "FOLDER", help: "Where to; artifacts/NAME if not given" },
    backend: {
      value: "NAME",
      help: "Where tensors live",
      choices: ["auto", "webgpu", "exact"],
    },
    threads: {
      value: "N",
      help: "Threads of the exact backend; all if not given",
      count: true,
    },
    epochs: {
      value: "N",
      help: "Epochs, instead of the config's",
      count: true,
    },
    force: { help: "Replace another run in the folder" },
  },
  example: "--config paper-config/quick.json",
}, async ({ values, counts, on }) => {
  const started = new Date();
  const { loadConfig } = await import("../lib/config.ts");
  let config = await loadConfig(values.config ?? DEFAULT_CONFIG);
  if (counts.epochs !== undefined) {
    config = {
      ...config,
      training: { ...config.training, epochs: counts.epochs },
    };
  }
  const out = values.out ?? `artifacts/${config.name}`;
  const { checkTarget, writeRun } = await import("../lib/pipeline/write.ts");
  await checkTarget(out, config, on.force);

  const { openBackend } = await import("../lib/backend/open.ts");
  const backend = await openBackend({
    backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
    threads: counts.threads,
  });
  const { runPipeline } = await import("../lib/pipeline.ts");
  const abort = new AbortController();
  Deno.addSignalListener("SIGINT", () => abort.abort());
  const progress = openProgress(on.quiet);
  const say = (text: string) => on.quiet || console.error(text);
  say(`${config.title}\n${backend.reason}`);
  try {
    const run = await runPipeline(config, {
      backend,
      stage: progress.stage,
      signal: abort.signal,
    });
    progress.end();
    const ended = new Date();
    await writeRun(out, run, {
      started: started.toISOString(),
      ended: ended.toISOString(),
      seconds: (ended.getTime() - started.getTime()) / 1000,
      host: { os: Deno.build.os, cores: navigator.hardwareConcurrency },
    });
    const { summarize } = await import("../lib/pipeline/summary.ts");
    const seconds = (ended.getTime() - started.getTime()) / 1000;
    console.log(summarize(run));
    console.log(`\nFiles: ${out} (${duration(seconds)})`);
    console.log(`Check: deno task verify ${out}`);
    return true;
  } finally {
    progress.end();
    await backend.close();
  }
});
