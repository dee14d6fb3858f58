// Whether the files of a run are those of its manifest, both ways: every listed
// file is there and right, and no other is. And whether inputs that are here are
// those that were used.
import { sha256File } from "../artifacts/sha256.ts";
import { listFiles } from "../artifacts/store.ts";
import { InputError } from "../errors.ts";
import { RESUME_FOLDER } from "../pipeline/lock.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import type { Finding } from "./finding.ts";

/** Checks one artifact by size and digest. */
export async function checkArtifact(
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

/**
 * Finds files that no manifest lists.
 *
 * @param folder The run.
 * @param manifest Its manifest.
 * @param exempt Files beside the artifacts, which are checked in another way.
 */
export async function checkUnlisted(
  folder: string,
  manifest: Manifest,
  exempt: readonly string[],
): Promise<Finding[]> {
  const listed = new Set(manifest.artifacts.map(({ path }) => path));
  const files = (await listFiles(folder))
    .filter((path) => !exempt.includes(path) && !listed.has(path));
  const stopped = files.some((path) => path.startsWith(`${RESUME_FOLDER}/`));
  return [
    ...(stopped
      ? [{
        subject: RESUME_FOLDER,
        holds: false,
        finding: "holds the state of a run that was stopped; its command, " +
          "given again, finishes it and tidies up",
      }]
      : []),
    ...files.filter((path) => !path.startsWith(`${RESUME_FOLDER}/`))
      .map((path) => ({
        subject: path,
        holds: false,
        finding: "is in the folder but not in the manifest",
      })),
  ];
}

/**
 * Inputs need not be here; one that is here must be the one that was used, and
 * what was looked for in vain must still not be there.
 */
export async function checkInputs(
  { inputs, looked_for = [] }: Pick<Manifest, "inputs" | "looked_for">,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, sha256: expected } of inputs) {
    const subject = `input ${path}`;
    if (!await isHere(path)) {
      const finding = "is not here, so it was not compared";
      findings.push({ subject, holds: true, absent: true, finding });
      continue;
    }
    try {
      const found = await sha256File(path);
      const holds = found.sha256 === expected;
      const finding = holds
        ? `SHA-256 ${expected}`
        : `has SHA-256 ${found.sha256}; the run used ${expected}`;
      findings.push({ subject, holds, finding });
    } catch (error) {
      const finding = whyUnread(error, path);
      findings.push({ subject, holds: false, finding });
    }
  }
  for (const path of looked_for) {
    const there = await isHere(path);
    findings.push({
      subject: `input ${path}`,
      holds: !there,
      finding: there
        ? "is here; the run looked for it and found none"
        : "is not here, as when the run looked for it",
    });
  }
  return findings;
}

/**
 * Whether there is anything at a path, be it a link to nothing. What may not be
 * looked at may be there: it is no input that is "not here".
 */
async function isHere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    return !(error instanceof NotFound || error instanceof NotADirectory);
  }
}

/** Why an input that is here could not be hashed. */
function whyUnread(error: unknown, path: string): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "may not be read; expected Deno to run with --allow-read";
  }
  if (!(error instanceof InputError)) throw error;
  return error.message.replace(`${path}: `, "");
}
