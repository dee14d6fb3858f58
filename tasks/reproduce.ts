// `deno task reproduce`: the whole pipeline of one config, into one folder.
import type { OpenBackend } from "../lib/backend/open.ts";
import { runTask, THREADS } from "./support/cli.ts";
import { duration, openProgress } from "./support/progress.ts";
import { shellWord } from "./support/shell_word.ts";
import { stopOnSignals } from "./support/stop.ts";

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
      ...THREADS,
      help: "Threads of the exact backend; all if not given",
    },
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
    "allow-dirty": {
      help: "Run although files differ from the commit; the run is not citable",
    },
    "git-state": { value: "JSON", help: "What git says", hidden: true },
    force: {
      help: "Replace another run in the folder, or a checkpoint of one",
    },
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
  const { describeSource } = await import("../lib/provenance/source.ts");
  const state = JSON.parse(values["git-state"] ?? "null");
  const source = describeSource(state, on["allow-dirty"]);
  const out = values.out ?? `artifacts/${config.name}`;
  const { checkTarget, writeRun } = await import("../lib/pipeline/write.ts");
  await checkTarget(out, config, on.force);
  const { lockRun } = await import("../lib/pipeline/lock.ts");
  const say = (text: string) => on.quiet || console.error(text);
  const signal = stopOnSignals(say);
  const lock = await lockRun(out);

  const progress = openProgress(on.quiet);
  let backend: OpenBackend | undefined;
  try {
    const { openBackend } = await import("../lib/backend/open.ts");
    backend = await openBackend({
      backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
      threads: counts.threads,
    });
    const { runPipeline } = await import("../lib/pipeline.ts");
    say(`${config.title}\n${backend.reason}`);
    if (!source.citable) say(`Not citable: ${source.reason}.`);
    const run = await runPipeline(config, {
      backend,
      stage: progress.stage,
      note: (line) => {
        progress.end();
        say(line);
      },
      signal,
      source,
      checkpoints: {
        folder: lock.resumeFolder,
        every: counts["checkpoint-every"],
        force: on.force,
        note: say,
      },
    });
    progress.end();
    const ended = new Date();
    await writeRun(lock, run, {
      started: started.toISOString(),
      ended: ended.toISOString(),
      seconds: (ended.getTime() - started.getTime()) / 1000,
      host: { os: Deno.build.os, cores: navigator.hardwareConcurrency },
    });
    const { summarize } = await import("../lib/pipeline/summary.ts");
    const seconds = (ended.getTime() - started.getTime()) / 1000;
    console.log(summarize(run));
    console.log(`\nFiles: ${out} (${duration(seconds)})`);
    console.log(`Check: deno task verify ${shellWord(out)}`);
    return true;
  } finally {
    progress.end();
    await lock.release();
    await backend?.close();
  }
});
