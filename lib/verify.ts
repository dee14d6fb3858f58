// Takes a finished run and checks every claim that its manifest makes, from
// what is in its folder: digests, what is listed and what is not, the manifest
// against the config, and split, metrics and figures made again. On request the
// whole run is made again, too (verify/rerun.ts).
import type { Config } from "./config.ts";
import { loadConfig } from "./config.ts";
import { InputError } from "./errors.ts";
import {
  COMPANIONS,
  MANIFEST,
  readManifest,
  RUN_LOG,
} from "./pipeline/manifest_file.ts";
import type { Manifest } from "./provenance/manifest_types.ts";
import { cannotRerun } from "./verify/cannot_rerun.ts";
import { checkDerived } from "./verify/check_derived.ts";
import { checkCompanions } from "./verify/check_companions.ts";
import {
  checkArtifact,
  checkInputs,
  checkUnlisted,
} from "./verify/check_files.ts";
import { checkManifest } from "./verify/check_manifest.ts";
import { checkManifestText } from "./verify/check_manifest_text.ts";
import type { Finding, Verification } from "./verify/finding.ts";

export type { Finding, Verification } from "./verify/finding.ts";

/** How {@linkcode verifyRun} works. */
export interface VerifyOptions {
  /** Called after every file. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Makes the run again and compares; see `rerunAndCompare`. An `InputError` of
   * it becomes a finding.
   */
  readonly rerun?: (
    run: { folder: string; config: Config; manifest: Manifest },
  ) => Promise<Finding[]>;
}

/**
 * Verifies a run.
 *
 * @param folder The run; it may have been copied from elsewhere.
 * @param options Where progress goes, and how to run again.
 * @returns What was checked, in a fixed order. Where files are not those of the
 * manifest, nothing is made again: it would be compared with the wrong thing.
 * @throws {InputError} If the folder has no manifest that can be read.
 */
export async function verifyRun(
  folder: string,
  { onProgress, rerun }: VerifyOptions = {},
): Promise<Verification> {
  const manifest = await readManifest(folder);
  const text = await Deno.readTextFile(`${folder}/${MANIFEST}`);
  const findings: Finding[] = [checkManifestText(text, manifest)];
  const total = manifest.artifacts.length;
  for (const [at, artifact] of manifest.artifacts.entries()) {
    findings.push(await checkArtifact(folder, artifact));
    onProgress?.(at + 1, total);
  }
  findings.push(...await checkCompanions(folder, manifest));
  findings.push(
    ...await checkUnlisted(folder, manifest, [
      MANIFEST,
      RUN_LOG,
      ...COMPANIONS,
    ]),
  );
  const sound = findings.every(({ holds }) => holds);
  findings.push(...await checkInputs(manifest));
  const config = await configOf(folder);
  if (!(config instanceof Error)) {
    findings.push(...checkManifest(config, manifest));
    if (sound) findings.push(...await checkDerived(folder, manifest));
    if (sound && rerun) {
      const again = rerun({ folder, config, manifest });
      findings.push(...await again.catch(cannotRerun));
    }
  } else {
    findings.push({
      subject: "config.json",
      holds: false,
      finding: config.message,
    });
  }
  return { holds: findings.every(({ holds }) => holds), findings };
}

async function configOf(folder: string): Promise<Config | Error> {
  try {
    return await loadConfig(`${folder}/config.json`);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
