// The second and third level: the whole run again, from its own config, and
// every artifact compared with what was claimed about it. Byte for byte where
// that was claimed, by distance where a tolerance was.
import { decodeTable, tableNumber } from "../artifacts/csv_table.ts";
import { decodeNpy } from "../artifacts/npy.ts";
import { sha256 } from "../artifacts/sha256.ts";
import type { OpenBackend } from "../backend/open.ts";
import type { Config } from "../config.ts";
import { type OnProgress, runPipeline } from "../pipeline.ts";
import { COMPANIONS, MANIFEST } from "../pipeline/manifest_file.ts";
import type { Artifact, Manifest } from "../provenance/manifest_types.ts";
import { describeDifference } from "./difference.ts";
import type { Finding } from "./finding.ts";

/** How a run is made again. */
export interface RerunOptions {
  /** An open backend. */
  readonly backend: OpenBackend;
  /** Called at the start of each stage; gives its progress function. */
  readonly stage?: (name: string, unit: string) => OnProgress;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

/**
 * Makes a run again and compares every artifact.
 *
 * @param run The run, its config and its manifest; its files must be sound.
 * @param options The backend to run on.
 * @returns A finding for each artifact that is claimed to be repeatable here.
 * @throws {InputError} If the inputs are not here.
 */
export async function rerunAndCompare(
  { folder, config, manifest }: {
    readonly folder: string;
    readonly config: Config;
    readonly manifest: Manifest;
  },
  { backend, stage, signal }: RerunOptions,
): Promise<Finding[]> {
  const again = await runPipeline(config, { backend, stage, signal });
  const exactly = isSameMachinery(manifest, again.manifest);
  const causes = likelyCauses(manifest, again.manifest);
  const findings: Finding[] = [];
  for (const artifact of manifest.artifacts) {
    const there = await Deno.readFile(`${folder}/${artifact.path}`);
    const made = again.files[artifact.path];
    const finding = compare(artifact, {
      there,
      made,
      exactly,
      causes,
      modelJson: again.files["model/model.json"],
    });
    if (finding) findings.push(finding);
  }
  const known = new Set(manifest.artifacts.map(({ path }) => path));
  for (const path of Object.keys(again.files).sort()) {
    if (path === MANIFEST || COMPANIONS.includes(path)) continue;
    if (known.has(path)) continue;
    findings.push({
      subject: `rerun ${path}`,
      holds: false,
      finding: `was made again, but the run has no such file${causes}`,
    });
  }
  return findings;
}

/** On one backend, adapter and driver every byte must be the same. */
function isSameMachinery(a: Manifest, b: Manifest): boolean {
  const [one, other] = [a, b].map(({ environment: { backend } }) => backend);
  if (one.name !== other.name) return false;
  return one.name === "exact" ||
    JSON.stringify(one.adapter) === JSON.stringify(other.adapter);
}

/** What else is not the same, as the end of a sentence. */
function likelyCauses(a: Manifest, b: Manifest): string {
  const [one, other] = [a.environment, b.environment];
  const causes: string[] = [];
  const look = (what: string, before: unknown, now: unknown) => {
    const [x, y] = [before, now].map((value) => JSON.stringify(value));
    if (x !== y) causes.push(`${what}: ${x} then, ${y} now`);
  };
  for (const { path, sha256: then } of a.inputs) {
    const now = b.inputs.find((input) => input.path === path)?.sha256;
    if (now !== then) causes.push(`input ${path} is another one`);
  }
  look("backend", one.backend.name, other.backend.name);
  look("adapter", one.backend.adapter, other.backend.adapter);
  look("package", a.package.version, b.package.version);
  look("Deno", one.deno, other.deno);
  look("V8", one.v8, other.v8);
  look("dependencies", one.dependencies, other.dependencies);
  look("lock file", one.lock_sha256, other.lock_sha256);
  look("processor", one.arch, other.arch);
  look("system", one.os, other.os);
  if (causes.length > 0) return ` (likely cause: ${causes.join("; ")})`;
  return a.source.git === null || a.source.git.changes.length > 0
    ? " (likely cause: the run's source was no clean commit)"
    : ` (likely cause: other source than commit ${a.source.git.commit})`;
}

interface Both {
  readonly there: Uint8Array;
  readonly made: Uint8Array | undefined;
  readonly exactly: boolean;
  readonly causes: string;
  readonly modelJson: Uint8Array;
}

function compare(
  { path, claim }: Artifact,
  { there, made, exactly, causes, modelJson }: Both,
): Finding | null {
  const subject = `rerun ${path}`;
  if (made === undefined) {
    return { subject, holds: false, finding: `was not made again${causes}` };
  }
  const same = sha256(there) === sha256(made);
  if (same) return { subject, holds: true, finding: "the same bytes" };
  if (exactly) {
    const what = describeDifference(path, there, made, { modelJson });
    return { subject, holds: false, finding: what + causes };
  }
  if (claim.kind === "tolerance") {
    const distance = distanceOf(path, there, made);
    const holds = distance <= claim.bound;
    return {
      subject,
      holds,
      finding: `${claim.metric}: ${Number(distance.toPrecision(3))}, claimed ` +
        `at most ${claim.bound}${holds ? "" : causes}`,
    };
  }
  // What is drawn and computed from numbers that moved moves with them; it was
  // made again from the archived ones already.
  const derived =
    ["metrics.json", "intervals.csv", "coverage.json", "report.html"]
      .includes(path) || path.startsWith("figures/");
  if (claim.kind === "not-checked" || derived) {
    return {
      subject,
      holds: true,
      finding: "differs, and is not claimed to be the same here",
    };
  }
  const what = describeDifference(path, there, made, { modelJson });
  return { subject, holds: false, finding: what + causes };
}

/** The distances that claims are about; see provenance/levels.ts. */
function distanceOf(
  path: string,
  there: Uint8Array,
  made: Uint8Array,
): number {
  if (path.endsWith(".npy")) {
    const [a, b] = [there, made].map((bytes) => decodeNpy(bytes, path));
    if (a.shape.join() !== b.shape.join()) return Infinity;
    let worst = 0;
    let largest = 0;
    for (let i = 0; i < b.data.length; i++) {
      worst = Math.max(worst, Math.abs(a.data[i] - b.data[i]));
      largest = Math.max(largest, Math.abs(b.data[i]));
    }
    return worst === 0 ? 0 : worst / largest;
  }
  const [a, b] = [there, made].map((bytes) => predictions(bytes, path));
  if (a.length !== b.length) return Infinity;
  const mean = b.reduce((sum, { measured }) => sum + measured, 0) / b.length;
  let squares = 0;
  let spread = 0;
  for (const [row, { measured, predicted }] of b.entries()) {
    squares += (a[row].predicted - predicted) ** 2;
    spread += (measured - mean) ** 2;
  }
  return Math.sqrt(squares / spread);
}

function predictions(bytes: Uint8Array, path: string) {
  const header = new TextDecoder().decode(bytes).split(/\r?\n/)[0].split(",");
  return decodeTable(bytes, header, path).map((record) => ({
    measured: tableNumber(record, "measured", path),
    predicted: tableNumber(record, "predicted", path),
  }));
}
