// What follows from the archived numbers of a run is made again and compared:
// the split, the rows of predictions, metrics and figures.
import { sha256 } from "../artifacts/sha256.ts";
import { InputError } from "../errors.ts";
import { type Archive, readArchive } from "../pipeline/archive.ts";
import { figureFiles, metricsFile } from "../pipeline/derive.ts";
import { intervalFiles } from "../pipeline/intervals.ts";
import { reportFiles } from "../pipeline/report_file.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import { type Part, splitSamples } from "../training/split.ts";
import { checkDoubt } from "./check_doubt.ts";
import { checkGrid } from "./check_grid.ts";
import { describeDifference } from "./difference.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks all that is derived.
 *
 * @param folder The run.
 * @param manifest Its manifest.
 */
export async function checkDerived(
  folder: string,
  manifest: Manifest,
): Promise<Finding[]> {
  let archive: Archive;
  try {
    archive = await readArchive(folder);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ subject: "archive", holds: false, finding: error.message }];
  }
  return [
    await checkGrid(folder, archive, manifest),
    checkSplit(archive),
    checkPredictions(archive),
    checkHistory(archive),
    ...checkDoubt(archive, manifest),
    ...await checkRemade(folder, archive, manifest),
  ];
}

/** The split follows from the config, the samples and their groups. */
function checkSplit({ config, samples }: Archive): Finding {
  const subject = "samples.csv";
  const grouped = samples.some(({ group }) => group !== "");
  let parts: Map<number, Part>;
  try {
    const split = splitSamples({
      samples: samples.length,
      groups: grouped ? samples.map(({ group }) => group) : null,
    }, config.split);
    parts = new Map(
      (["train", "validation", "test"] as const).flatMap((part) =>
        split[part].map((row): [number, Part] => [row, part])
      ),
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { subject, holds: false, finding: error.message };
  }
  const at = samples.findIndex(({ part }, row) => parts.get(row) !== part);
  return {
    subject,
    holds: at < 0,
    finding: at < 0
      ? "the split that the config gives"
      : `row ${at + 2}: sample ${samples[at].sample} is in the ` +
        `${samples[at].part} part; the config's split has it in the ` +
        `${parts.get(at)} part`,
  };
}

/** No more epochs than the config allows, counted from 1. */
function checkHistory({ config, history }: Archive): Finding {
  const { epochs } = config.training;
  const at = history.findIndex(({ epoch }, row) => epoch !== row + 1);
  const problem = at >= 0
    ? `row ${at + 2} has epoch ${history[at].epoch}; expected ${at + 1}`
    : history.length === 0
    ? "has no epochs"
    : history.length > epochs
    ? `has ${history.length} epochs; the config allows ${epochs}`
    : undefined;
  return {
    subject: "history.csv",
    holds: problem === undefined,
    finding: problem ?? `${history.length} of at most ${epochs} epochs`,
  };
}

/** Predictions must be of the samples, parts and values in samples.csv. */
function checkPredictions({ config, samples, predictions }: Archive): Finding {
  const expected = samples.flatMap(({ sample, part, values }) =>
    config.targets.map((target, at) =>
      [sample, part, target, values[at]].join("\t")
    )
  );
  const found = predictions.map(({ sample, part, target, measured }) =>
    [sample, part, target, measured].join("\t")
  );
  const at = expected.findIndex((row, index) => row !== found[index]);
  const holds = at < 0 && expected.length === found.length;
  return {
    subject: "predictions.csv",
    holds,
    finding: holds
      ? "one row for each sample of samples.csv, with its part and value"
      : `row ${(at < 0 ? expected.length : at) + 2} is not that of samples.csv`,
  };
}

async function checkRemade(
  folder: string,
  archive: Archive,
  manifest: Manifest,
): Promise<Finding[]> {
  const figures = await figureFiles(archive, manifest.run);
  const backend = manifest.environment.backend.name;
  const remade: Record<string, Uint8Array> = {
    "metrics.json": metricsFile(archive),
    ...intervalFiles(archive.config, archive.members),
    ...figures,
    ...reportFiles(archive, { ...manifest, backend }, figures),
  };
  const findings: Finding[] = [];
  for (const path of Object.keys(remade).sort()) {
    const there = await Deno.readFile(`${folder}/${path}`).catch(() => null);
    const what = path.startsWith("figures/") ? "drawn" : "computed";
    const holds = there !== null && sha256(there) === sha256(remade[path]);
    const finding = holds
      ? `${what} again from the archive: the same bytes`
      : there === null
      ? "is missing"
      : `${what} again from the archive: ` +
        describeDifference(path, there, remade[path]);
    findings.push({ subject: path, holds, finding });
  }
  return findings;
}
