// `deno task study`: models × targets × validation schemes × seeds.
import { runTask, THREADS } from "./support/cli.ts";
import { duration, openProgress } from "./support/progress.ts";
import { shellWord } from "./support/shell_word.ts";
import { stopOnSignals } from "./support/stop.ts";

await runTask({
  name: "study",
  summary: "Compares models under validation schemes: networks and baselines " +
    "on the same splits.",
  flags: {
    config: { value: "FILE", help: "What to study", required: true },
    out: { value: "FOLDER", help: "Where to; artifacts/NAME if not given" },
    threads: {
      ...THREADS,
      help: "Members at once; all processor cores if not given",
    },
    plan: { help: "Only say what would be done, and how long it would take" },
    "allow-dirty": {
      help: "Run although files differ from the commit; it is not citable then",
    },
    "git-state": { value: "JSON", help: "What git says", hidden: true },
  },
  example: "--config paper-config/geeves-study.json",
}, async ({ values, counts, on }) => {
  const started = performance.now();
  const { loadStudy } = await import("../lib/study/load_study.ts");
  const { prepareStudy, runStudy } = await import("../lib/study/run_study.ts");
  const study = await loadStudy(values.config!);
  const { config } = study;
  const out = values.out ?? `artifacts/${config.name}`;
  const threads = counts.threads ?? navigator.hardwareConcurrency;
  const progress = openProgress(on.quiet);
  const planned = await prepareStudy(study, progress.stage("spectra", "bytes"));
  progress.end();
  if (on.plan) {
    const { planText } = await import("../lib/study/plan_text.ts");
    console.log(await planText(planned, { folder: out, threads }));
    return true;
  }
  const { describeSource } = await import("../lib/provenance/source.ts");
  const state = JSON.parse(values["git-state"] ?? "null");
  const source = describeSource(state, on["allow-dirty"]);
  const say = (text: string) => on.quiet || console.error(text);
  const signal = stopOnSignals(say);
  const { lockRun } = await import("../lib/pipeline/lock.ts");
  const { summarizeStudy } = await import("../lib/study/summary.ts");
  const lock = await lockRun(out);
  try {
    say(
      `${config.title}\n${planned.plan.jobs.length} members on ${threads} ` +
        `threads, backend exact.`,
    );
    if (!source.citable) say(`Not citable: ${source.reason}.`);
    const results = await runStudy(planned, {
      folder: out,
      threads,
      source,
      signal,
      onProgress: progress.stage("study", "members"),
    });
    progress.end();
    console.log(summarizeStudy(config, results));
    const seconds = (performance.now() - started) / 1000;
    console.log(`\nFiles: ${out} (${duration(seconds)})`);
    console.log(`Check: deno task verify ${shellWord(out)}`);
    return true;
  } finally {
    progress.end();
    await lock.release();
  }
});
