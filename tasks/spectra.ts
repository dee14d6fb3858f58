// `deno task spectra`: what is in files of spectra, and how it looks.
import type { PreprocessStep } from "../lib/config/preprocess_types.ts";
import { InputError, UsageError } from "../lib/errors.ts";
import type { SpectraFile } from "../lib/pipeline/spectra_figure.ts";
import { type Arguments, runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";
import { flagOptions, READ_FLAGS } from "./support/spectra_flags.ts";

await runTask({
  name: "spectra",
  summary: "Shows what is in files or folders of spectra and what is odd " +
    "about it, and draws them.",
  positional: {
    value: "FILE…",
    help: "Files, folders, patterns, or tables that name files",
  },
  flags: {
    out: {
      value: "FILE",
      help: "Draw the spectra: .svg or .png",
    },
    config: {
      value: "FILE",
      help: "Draw them before and after this config's pre-treatments, too",
    },
    ...READ_FLAGS,
    json: { help: "Print all of it as canonical JSON" },
  },
  example: "spectra.csv --out spectra.svg",
}, showSpectra);

async function showSpectra(
  { positionals, values, on }: Arguments,
): Promise<boolean> {
  const { out, config } = values;
  if (config !== undefined && out === undefined) {
    throw new UsageError("--config is drawn; spectra needs --out FILE for it.");
  }
  // Mistakes in the command line come before the first long file.
  const png = out !== undefined && await wantsPng(out);
  const steps = config === undefined ? [] : await stepsOf(config);
  const { openSpectra, spectraFormat } = await import("../lib/spectra/open.ts");
  const { inspectSpectra } = await import("../lib/spectra/inspect/inspect.ts");
  const { reportText } = await import("../lib/spectra/inspect/report_text.ts");
  const progress = openProgress(on.quiet);
  const said: unknown[] = [];
  const drawn: SpectraFile[] = [];
  let sound = true;
  for (const [at, path] of positionals.entries()) {
    try {
      const format = await spectraFormat(path);
      const set = await openSpectra(path, {
        ...flagOptions(values),
        onProgress: progress.stage("spectra", "bytes"),
      });
      const onProgress = progress.stage("inspect", "spectra");
      const report = inspectSpectra(set, { path, format, onProgress });
      progress.end();
      if (out !== undefined) drawn.push({ path, set, unit: report.unit });
      if (on.json) said.push(report);
      else console.log((at > 0 ? "\n" : "") + reportText(report));
    } catch (error) {
      progress.end();
      if (!(error instanceof InputError)) throw error;
      console.error(error.message);
      said.push({ path, error: error.message });
      sound = false;
    }
  }
  if (on.json) {
    const { canonicalJson } = await import(
      "../lib/artifacts/canonical_json.ts"
    );
    const head = { format: "stibnite-spectra", version: 1 };
    console.log(canonicalJson({ ...head, files: said }));
  }
  if (out !== undefined && drawn.length > 0) {
    await draw(drawn, { out, png, steps });
    if (!on.json) console.log(`\n${out}: written`);
  }
  return sound;
}

async function wantsPng(out: string): Promise<boolean> {
  const { byEnding } = await import("../lib/pipeline/file_ending.ts");
  return byEnding(out, { svg: false, png: true }, "A figure");
}

/** The pre-treatments of a config. */
async function stepsOf(config: string): Promise<readonly PreprocessStep[]> {
  const { loadConfig } = await import("../lib/config/load.ts");
  const { preprocess } = await loadConfig(config);
  if (preprocess.length > 0) return preprocess;
  throw new InputError(
    `${config}: has no pre-treatments; expected steps in its list preprocess`,
  );
}

async function draw(
  files: readonly SpectraFile[],
  { out, png, steps }: {
    readonly out: string;
    readonly png: boolean;
    readonly steps: readonly PreprocessStep[];
  },
): Promise<void> {
  const { spectraOfFiles } = await import("../lib/pipeline/spectra_figure.ts");
  const { spectraFigure } = await import("../lib/figures/spectra.ts");
  const { renderPng, renderSvg } = await import("../lib/figures/render.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const svg = await renderSvg(
    spectraFigure(await spectraOfFiles(files, steps)),
  );
  const bytes = png ? await renderPng(svg) : new TextEncoder().encode(svg);
  await writeFile(out, bytes);
}
