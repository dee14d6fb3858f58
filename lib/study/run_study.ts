// A whole study: plan, members (those that are there already are kept), tables,
// figures, manifest.
import { sha256File } from "../artifacts/sha256.ts";
import { replaceFile } from "../artifacts/store.ts";
import { InputError } from "../errors.ts";
import { loadData } from "../pipeline/data.ts";
import { describeProgram } from "../pipeline/program.ts";
import type { InputFile, Source } from "../provenance/manifest_types.ts";
import type { Member, ModelResult } from "./combine.ts";
import { deriveStudy } from "./derive.ts";
import type { Study } from "./load_study.ts";
import { type Plan, planStudy, type StudyData } from "./plan.ts";
import {
  createStudyManifest,
  encodeStudyManifest,
  STUDY_MANIFEST,
} from "./manifest.ts";
import { runJobs } from "./pool.ts";
import { describeFiles, openStore, removeOthers } from "./store.ts";

/** Code that decides what members are. */
const FOLDERS = [
  "backend",
  "baselines",
  "model",
  "preprocess",
  "spectrogram",
  "third_party",
  "training",
  "validation",
];

/** A study with its data and its members to be. */
export interface PlannedStudy {
  readonly study: Study;
  readonly data: StudyData;
  readonly inputs: readonly InputFile[];
  readonly plan: Plan;
  readonly program: string;
}

/**
 * Reads the data of a study and plans its members.
 *
 * @param study The checked config.
 * @param onProgress Called with bytes read so far and in all.
 * @throws {InputError} If the data do not fit the config.
 */
export async function prepareStudy(
  study: Study,
  onProgress?: (done: number, total: number) => void,
): Promise<PlannedStudy> {
  const read = await loadData(study.config, onProgress);
  const data = { spectra: read.spectra, labels: read.labels };
  const program = await describeProgram(FOLDERS);
  const plan = await planStudy(study, data, program);
  const inputs = [...read.inputs];
  const files = study.files.map((path) => ["network config", path] as const);
  const splits = study.config.schemes.flatMap((scheme) =>
    scheme.kind === "given" ? [["splits", scheme.file] as const] : []
  );
  for (const [role, path] of [...files, ...splits]) {
    const slashes = path.replaceAll("\\", "/");
    inputs.push({ role, path: slashes, ...await sha256File(path) });
  }
  return { study, data, inputs, plan, program };
}

/** How a study is carried out; nothing here changes what it computes. */
export interface StudyOptions {
  /** The study's folder. */
  readonly folder: string;
  /** Members at once. */
  readonly threads: number;
  /** The code that runs, for the manifest. */
  readonly source: Source;
  /** Called with members that are there and members in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the study after the members in progress. */
  readonly signal?: AbortSignal;
}

/**
 * Carries out a study.
 *
 * @param planned What `prepareStudy` gave.
 * @param options Where to, on how many threads.
 * @returns Results of all models.
 * @throws {InputError} If a member fails, or somebody stopped the study; the
 * members that are finished are kept.
 */
export async function runStudy(
  { study, data, inputs, plan, program }: PlannedStudy,
  { folder, threads, source, onProgress, signal }: StudyOptions,
): Promise<readonly ModelResult[]> {
  const store = openStore(folder);
  const missing = [];
  for (const job of plan.jobs) {
    if (await store.read(job) === null) missing.push(job);
  }
  let done = plan.jobs.length - missing.length;
  onProgress?.(done, plan.jobs.length);
  await runJobs(missing, data, {
    threads,
    signal,
    onDone: async (job, files) => {
      await store.write(job, files);
      done++;
      onProgress?.(done, plan.jobs.length);
    },
  });
  if (done < plan.jobs.length) {
    throw new InputError(
      `Stopped after ${done} of ${plan.jobs.length} members, as asked; the ` +
        "same command goes on from there",
    );
  }
  const members: (Member & { key: string })[] = [];
  for (const job of plan.jobs) {
    const files = await store.read(job);
    if (files === null) {
      throw new InputError(
        `${folder}: a member changed while the study was going on`,
      );
    }
    members.push({ key: job.key, name: job.name, files });
  }
  const { files, results } = await deriveStudy(study, members);
  const manifest = createStudyManifest({
    program,
    source,
    inputs,
    members: members.map(({ key, name, files }) => ({
      key,
      name,
      files: describeFiles(files),
    })),
    artifacts: describeFiles(files),
  });
  await removeOthers(folder, new Set(members.map(({ key }) => key)));
  for (const [path, bytes] of Object.entries(files)) {
    await replaceFile(`${folder}/${path}`, bytes);
  }
  await replaceFile(
    `${folder}/${STUDY_MANIFEST}`,
    encodeStudyManifest(manifest),
  );
  return results;
}
