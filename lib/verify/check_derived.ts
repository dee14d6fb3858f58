// What follows from the archived numbers of a run is made again and compared:
// the split, the rows of predictions, metrics and figures.
import { sha256 } from "../artifacts/sha256.ts";
import { InputError } from "../errors.ts";
import { type Archive, readArchive } from "../pipeline/archive.ts";
import { figureFiles, metricsFile } from "../pipeline/derive.ts";
import { intervalFiles } from "../pipeline/intervals.ts";
import { reportFiles } from "../pipeline/report_file.ts";
import { readParts } from "../pipeline/report_parts.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import { checkDoubt } from "./check_doubt.ts";
import { checkGrid } from "./check_grid.ts";
import { checkHistory, checkPredictions, checkSplit } from "./check_tables.ts";
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
    ...reportFiles(archive, { ...manifest, backend }, {
      figures,
      parts: await readParts(folder, manifest.artifacts),
    }),
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
