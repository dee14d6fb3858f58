// Takes a finished run and checks every claim that its manifest makes, from
// what is in its folder alone: digests, what is listed and what is not, the
// config, the split, and metrics and figures made again.
import { canonicalJson } from "./artifacts/canonical_json.ts";
import { sha256, sha256File } from "./artifacts/sha256.ts";
import { listFiles } from "./artifacts/store.ts";
import { InputError } from "./errors.ts";
import { type Archive, readArchive } from "./pipeline/archive.ts";
import { figureFiles, metricsFile } from "./pipeline/derive.ts";
import { MANIFEST, readManifest, RUN_LOG } from "./pipeline/manifest_file.ts";
import { runFacts } from "./pipeline/run_facts.ts";
import type { Manifest } from "./provenance/manifest_types.ts";

/** One thing that was checked. */
export interface Finding {
  /** A file of the run, or what else was looked at. */
  readonly subject: string;
  /** Whether the claim holds. */
  readonly holds: boolean;
  /** What was found. */
  readonly finding: string;
}

/** Everything that was checked. */
export interface Verification {
  /** Whether every claim holds. */
  readonly holds: boolean;
  /** Each thing that was checked, in a fixed order. */
  readonly findings: readonly Finding[];
}

/** Where the progress of {@linkcode verifyRun} goes. */
export interface VerifyOptions {
  /** Called after every file. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Verifies a run.
 *
 * @param folder The run; it may have been copied from elsewhere.
 * @param options Where progress goes.
 * @returns What was checked, in a fixed order.
 * @throws {InputError} If the folder has no manifest that can be read.
 */
export async function verifyRun(
  folder: string,
  { onProgress }: VerifyOptions = {},
): Promise<Verification> {
  const manifest = await readManifest(folder);
  const findings: Finding[] = [];
  const total = manifest.artifacts.length;
  findings.push(await checkManifestText(folder, manifest));
  for (const [at, artifact] of manifest.artifacts.entries()) {
    findings.push(await checkArtifact(folder, artifact));
    onProgress?.(at + 1, total);
  }
  findings.push(...await checkUnlisted(folder, manifest));
  findings.push(...await checkInputs(manifest));
  findings.push(...await checkDerived(folder, manifest));
  return { holds: findings.every(({ holds }) => holds), findings };
}

async function checkManifestText(
  folder: string,
  manifest: Manifest,
): Promise<Finding> {
  const text = await Deno.readTextFile(`${folder}/${MANIFEST}`);
  const paths = manifest.artifacts.map(({ path }) => path);
  const made = manifest.stages.flatMap(({ outputs }) => outputs).sort();
  const problem = text !== canonicalJson(manifest)
    ? "is not in canonical form (RFC 8785)"
    : new Set(paths).size !== paths.length
    ? "lists an artifact twice"
    : paths.toSorted().join("\n") !== made.join("\n")
    ? "lists artifacts that no stage made, or the other way round"
    : undefined;
  return {
    subject: MANIFEST,
    holds: problem === undefined,
    finding: problem ?? "canonical, and every artifact has a stage",
  };
}

async function checkArtifact(
  folder: string,
  { path, sha256: expected, bytes }: Manifest["artifacts"][number],
): Promise<Finding> {
  const fail = (finding: string) => ({ subject: path, holds: false, finding });
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(path) || path.split("/").includes("..")) {
    return fail("is no path inside a run");
  }
  try {
    const found = await sha256File(`${folder}/${path}`);
    if (found.bytes !== bytes) {
      return fail(`has ${found.bytes} bytes; expected ${bytes}`);
    }
    if (found.sha256 !== expected) {
      return fail(`has SHA-256 ${found.sha256}; expected ${expected}`);
    }
    return { subject: path, holds: true, finding: `SHA-256 ${expected}` };
  } catch (error) {
    if (error instanceof InputError) return fail("is missing");
    throw error;
  }
}

async function checkUnlisted(
  folder: string,
  manifest: Manifest,
): Promise<Finding[]> {
  const listed = new Set(manifest.artifacts.map(({ path }) => path));
  const files = await listFiles(folder);
  return files
    .filter((path) => ![MANIFEST, RUN_LOG].includes(path) && !listed.has(path))
    .map((path) => ({
      subject: path,
      holds: false,
      finding: "is in the folder but not in the manifest",
    }));
}

/** Inputs need not be here; one that is here must be the one that was used. */
async function checkInputs(manifest: Manifest): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, sha256: expected } of manifest.inputs) {
    let finding = "not here, so not compared";
    let holds = true;
    try {
      const found = await sha256File(path);
      holds = found.sha256 === expected;
      finding = holds
        ? `SHA-256 ${expected}`
        : `has SHA-256 ${found.sha256}; the run used ${expected}`;
    } catch (error) {
      const absent = error instanceof InputError ||
        error instanceof Deno.errors.NotCapable;
      if (!absent) throw error;
    }
    findings.push({ subject: `input ${path}`, holds, finding });
  }
  return findings;
}

async function checkDerived(
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
    checkFacts(archive, manifest),
    checkPredictions(archive),
    ...await checkRemade(folder, archive, manifest),
  ];
}

/** What the manifest says of the run must be what the config says. */
function checkFacts({ config }: Archive, manifest: Manifest): Finding {
  const facts = runFacts(config);
  const claimed = {
    run: manifest.run,
    seeds: manifest.seeds,
    config_sha256: manifest.config_sha256,
  };
  const holds = canonicalJson(facts) === canonicalJson(claimed);
  return {
    subject: "run",
    holds,
    finding: holds
      ? "name, protocol, seeds and digest are those of config.json"
      : "name, protocol, seeds or digest differ from config.json",
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
  const remade: Record<string, Uint8Array> = {
    "metrics.json": metricsFile(archive),
    ...await figureFiles(archive, manifest.run),
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
      : `${what} again from the archive: differs from byte ` +
        `${firstDifference(there, remade[path])} on`;
    findings.push({ subject: path, holds, finding });
  }
  return findings;
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? Math.min(a.length, b.length) : at;
}
