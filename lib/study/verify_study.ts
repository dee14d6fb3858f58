// Takes a finished study and checks every claim of its manifest: digests of all
// files, no file that is not listed, inputs that are here, tables and figures
// made again from the members; on request every member is done again, too.
import { sha256, sha256File } from "../artifacts/sha256.ts";
import { listFiles } from "../artifacts/store.ts";
import { InputError } from "../errors.ts";
import type { HashedFile } from "../provenance/manifest_types.ts";
import { cannotRerun } from "../verify/cannot_rerun.ts";
import { checkInputs } from "../verify/check_files.ts";
import type { Finding, Verification } from "../verify/finding.ts";
import type { Member } from "./combine.ts";
import { deriveStudy, RECIPES, STUDY_CONFIG } from "./derive.ts";
import { nameText } from "./job.ts";
import { parseStudy, type Study } from "./load_study.ts";
import {
  readStudyManifest,
  STUDY_MANIFEST,
  type StudyManifest,
} from "./manifest.ts";
import { prepareStudy } from "./run_study.ts";
import { runJobs } from "./pool.ts";
import { describeFiles, MEMBERS } from "./store.ts";

/** How {@linkcode verifyStudy} works. */
export interface VerifyStudyOptions {
  /** Does every member again on so many threads, and compares. */
  readonly rerun?: { readonly threads: number };
  /** Called after every file, or member. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Verifies a study.
 *
 * @param folder The study.
 * @param options Whether members are done again.
 * @throws {InputError} If the folder has no manifest that can be read.
 */
export async function verifyStudy(
  folder: string,
  { rerun, onProgress }: VerifyStudyOptions = {},
): Promise<Verification> {
  const manifest = await readStudyManifest(folder);
  const listed: HashedFile[] = [
    ...manifest.artifacts,
    ...manifest.members.flatMap(({ key, files }) =>
      files.map((file) => ({ ...file, path: `${MEMBERS}/${key}/${file.path}` }))
    ),
  ];
  const findings: Finding[] = [];
  for (const [at, file] of listed.entries()) {
    const finding = await checkFile(folder, file);
    if (!finding.holds || at < manifest.artifacts.length) {
      findings.push(finding);
    }
    onProgress?.(at + 1, listed.length);
  }
  const sound = findings.every(({ holds }) => holds);
  findings.push({
    subject: `${manifest.members.length} members`,
    holds: sound,
    finding: sound
      ? "every file has its SHA-256"
      : "not all files are those of the manifest",
  });
  findings.push(...await checkOthers(folder, manifest, listed));
  findings.push(...await checkInputs(manifest));
  if (sound) findings.push(...await checkDerivedFiles(folder, manifest));
  if (sound && rerun) {
    const again = doAgain(folder, manifest, { ...rerun, onProgress });
    findings.push(...await again.catch(cannotRerun));
  }
  return { holds: findings.every(({ holds }) => holds), findings };
}

async function checkFile(
  folder: string,
  { path, sha256: expected, bytes }: HashedFile,
): Promise<Finding> {
  try {
    const found = await sha256File(`${folder}/${path}`);
    const holds = found.sha256 === expected && found.bytes === bytes;
    return {
      subject: path,
      holds,
      finding: holds
        ? `SHA-256 ${expected}`
        : `has SHA-256 ${found.sha256}; expected ${expected}`,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { subject: path, holds: false, finding: "is missing" };
  }
}

async function checkOthers(
  folder: string,
  { members }: StudyManifest,
  listed: readonly HashedFile[],
): Promise<Finding[]> {
  const known = new Set([
    STUDY_MANIFEST,
    "study-log.json",
    ...listed.map(({ path }) => path),
    ...members.map(({ key }) => `${MEMBERS}/${key}/member.json`),
  ]);
  return (await listFiles(folder)).filter((path) => !known.has(path))
    .map((subject) => ({
      subject,
      holds: false,
      finding: "is in the folder but not in the manifest",
    }));
}

/** Tables and figures, made again from the members' predictions. */
async function checkDerivedFiles(
  folder: string,
  manifest: StudyManifest,
): Promise<Finding[]> {
  const study = await archivedStudy(folder);
  const members: Member[] = [];
  for (const { key, name, files } of manifest.members) {
    const read: Record<string, Uint8Array> = {};
    for (const file of files) {
      read[file.path] = await Deno.readFile(
        `${folder}/${MEMBERS}/${key}/${file.path}`,
      );
    }
    members.push({ name, files: read });
  }
  const { files } = await deriveStudy(study, members);
  const wanted = new Map(
    manifest.artifacts.map(({ path, sha256 }) => [path, sha256]),
  );
  const paths = [...new Set([...wanted.keys(), ...Object.keys(files)])].sort();
  return paths.map((path) => {
    const holds = files[path] !== undefined &&
      sha256(files[path]) === wanted.get(path);
    return {
      subject: path,
      holds,
      finding: holds
        ? "made again from the members: the same bytes"
        : "made again from the members: other bytes",
    };
  });
}

/** The study as its folder has it. */
async function archivedStudy(folder: string): Promise<Study> {
  const path = `${folder}/${STUDY_CONFIG}`;
  const config = parseStudy(await Deno.readTextFile(path), path);
  const recipes = JSON.parse(await Deno.readTextFile(`${folder}/${RECIPES}`));
  return { config, recipes: new Map(Object.entries(recipes)), files: [] };
}

async function doAgain(
  folder: string,
  manifest: StudyManifest,
  { threads, onProgress }: {
    readonly threads: number;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<Finding[]> {
  const study = await archivedStudy(folder);
  const { plan, data } = await prepareStudy(study);
  const before = new Map(
    manifest.members.map(({ name, files }) => [nameText(name), files]),
  );
  const findings: Finding[] = [];
  if (plan.jobs.length !== manifest.members.length) {
    findings.push({
      subject: "members",
      holds: false,
      finding: `${plan.jobs.length} are planned; the study has ` +
        `${manifest.members.length}`,
    });
  }
  let done = 0;
  await runJobs(plan.jobs, data, {
    threads,
    onDone: (job, files) => {
      const name = nameText(job.name);
      const expected = before.get(name) ?? [];
      const again = describeFiles(files);
      const other = again.find((file) =>
        expected.find(({ path }) => path === file.path)?.sha256 !== file.sha256
      );
      const holds = other === undefined && again.length === expected.length;
      findings.push({
        subject: name,
        holds,
        finding: holds
          ? `done again: the same ${again.length} files`
          : `done again: ${other?.path ?? "the list of files"} differs`,
      });
      done++;
      onProgress?.(done, plan.jobs.length);
      return Promise.resolve();
    },
  });
  return findings.sort((a, b) => a.subject < b.subject ? -1 : 1);
}
