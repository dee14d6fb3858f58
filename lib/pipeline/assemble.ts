// A run as files: every artifact in memory, then the manifest over them.
import { encodeNpy } from "../artifacts/npy.ts";
import { sha256, sha256File } from "../artifacts/sha256.ts";
import { mediaType } from "../artifacts/store.ts";
import type { OpenBackend } from "../backend/open.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Evaluation, Prediction } from "../evaluation/evaluate.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import {
  dependencyRoute,
  describeEnvironment,
} from "../provenance/environment.ts";
import { CHAIN_FILE, encodeChain } from "../preprocess/chain_file.ts";
import { claimOf, levelsOf } from "../provenance/levels.ts";
import { MANIFEST_VERSION } from "../provenance/manifest.ts";
import type {
  Artifact,
  Manifest,
  Source,
} from "../provenance/manifest_types.ts";
import { UNKNOWN_SOURCE } from "../provenance/source.ts";
import { stageGraph, stageOf } from "../provenance/stages.ts";
import type { ChannelScale } from "../spectrogram/channel_scale.ts";
import {
  CHANNEL_SCALE_FILE,
  encodeChannelScale,
} from "../spectrogram/channel_scale_file.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import type { Dropped } from "../spectra/spectra_set.ts";
import type { Part, Split } from "../training/split.ts";
import { quantityOf, takenText } from "../spectra/taken/taken.ts";
import { encodeGrid, GRID_FILE, gridOf } from "../spectra/training_grid.ts";
import { PACKAGE } from "../version.ts";
import { type Archive, encodeTables, type SampleRow } from "./archive.ts";
import type { RunData } from "./data.ts";
import { figureFiles, metricsFile } from "./derive.ts";
import { domainFiles } from "./domain.ts";
import { intervalFiles } from "./intervals.ts";
import { membersFile, membersRows } from "./members_file.ts";
import { manifestFiles } from "./manifest_file.ts";
import type { Trained } from "./network.ts";
import type { Preprocessed } from "./preprocess.ts";
import { reportFiles } from "./report_file.ts";
import { configFile, runFacts } from "./run_facts.ts";

/** A finished run in memory. */
export interface RunFiles {
  /** Bytes by path inside the run, the manifest included. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The manifest, which is one of the files. */
  readonly manifest: Manifest;
  /** The config of the run. */
  readonly config: Config;
  /** Samples that were left out on request, and why. */
  readonly dropped: readonly Dropped[];
  /** Figures by part and target. */
  readonly evaluation: Evaluation;
  /** Epochs that were run. */
  readonly epochs: number;
  /** The epoch whose weights were kept, from 1. */
  readonly keptEpoch: number;
}

/** What the stages made. */
export interface StageResults {
  readonly backend: OpenBackend;
  readonly data: RunData;
  /** The spectra after the pre-treatments. */
  readonly treated: Preprocessed;
  readonly images: ImageStack;
  /** What their channels were scaled by, or null. */
  readonly scale: ChannelScale | null;
  readonly split: Split;
  readonly trained: Trained;
  /** The code that ran; `UNKNOWN_SOURCE` if nobody asked. */
  readonly source?: Source;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Makes every file of a run.
 *
 * @param config The config of the run.
 * @param results What the stages made.
 * @throws {InputError} If an input file changed while the run was going on.
 */
export async function assembleRun(
  config: Config,
  { treated, images, scale, split, trained, ...results }: StageResults,
): Promise<RunFiles> {
  const { backend, data, source, onProgress } = results;
  const samples = sampleRows(data, split);
  const predictions = predictionRows(data, samples, trained.predicted);
  const archive: Archive = {
    config,
    images,
    samples,
    dropped: data.spectra.dropped,
    history: trained.history,
    predictions,
    waveform: waveformOf(treated, split),
    quantity: quantityOf(data.spectra),
    members: membersRows(config, samples, { split, trained }),
  };
  const { samples: count, bins, frames, channels } = images;
  const figures = await figureFiles(archive, data, onProgress);
  const files: Record<string, Uint8Array> = {
    "config.json": configFile(config),
    [GRID_FILE]: encodeGrid(gridOf(data.spectra)),
    ...(treated.chain && { [CHAIN_FILE]: encodeChain(treated.chain) }),
    ...(scale && { [CHANNEL_SCALE_FILE]: encodeChannelScale(scale) }),
    "spectrograms.npy": encodeNpy(images.data, [count, bins, frames, channels]),
    ...encodeTables(archive),
    ...trained.model,
    ...membersFile(config, samples, { split, trained }),
    ...domainFiles(config, {
      spectra: data.spectra,
      split,
      features: trained.features,
    }),
    ...intervalFiles(config, archive.members),
    "metrics.json": metricsFile(archive),
    ...figures,
  };
  for (const { path, sha256: before } of data.inputs) {
    if ((await sha256File(path)).sha256 !== before) {
      throw new InputError(`${path}: changed while the run was going on`);
    }
  }
  const facts = {
    inputs: data.inputs,
    taken_as: data.spectra.taken && takenText(data.spectra.taken),
    backend: backend.name,
    artifacts: listArtifacts(files, backend.name),
  };
  Object.assign(files, reportFiles(archive, facts, { figures, parts: files }));
  const manifest = await makeManifest(config, {
    backend,
    data,
    files,
    source: source ?? UNKNOWN_SOURCE,
  });
  return {
    files: { ...files, ...manifestFiles(manifest) },
    manifest,
    config,
    dropped: data.spectra.dropped ?? [],
    evaluation: evaluate(predictions),
    epochs: trained.history.length,
    keptEpoch: trained.keptEpoch,
  };
}

async function makeManifest(
  config: Config,
  { backend, data, files, source }: {
    backend: OpenBackend;
    data: RunData;
    files: Readonly<Record<string, Uint8Array>>;
    source: Source;
  },
): Promise<Manifest> {
  const artifacts = listArtifacts(files, backend.name);
  const digests = new Map(artifacts.map(({ path, sha256 }) => [path, sha256]));
  return {
    format: "stibnite-manifest",
    version: MANIFEST_VERSION,
    package: { name: PACKAGE.name, version: PACKAGE.version },
    ...runFacts(config),
    ...(data.spectra.taken && { taken_as: takenText(data.spectra.taken) }),
    source,
    levels: levelsOf(backend.name),
    environment: describeEnvironment(backend, await lockDigest()),
    inputs: [...data.inputs],
    ...(data.lookedFor.length > 0 && { looked_for: [...data.lookedFor] }),
    stages: stageGraph(config, { inputs: data.inputs, digests }),
    artifacts,
  };
}

function listArtifacts(
  files: Readonly<Record<string, Uint8Array>>,
  backend: OpenBackend["name"],
): Artifact[] {
  return Object.keys(files).sort().map((path): Artifact => {
    const stage = stageOf(path);
    if (stage === null) throw new TypeError(`No stage makes ${path}`);
    return {
      path,
      sha256: sha256(files[path]),
      bytes: files[path].length,
      media_type: mediaType(path),
      stage,
      claim: claimOf(path, stage, backend),
    };
  });
}

async function lockDigest(): Promise<string | null> {
  const path = dependencyRoute() === "npm"
    ? "../third_party/npm/deno.lock"
    : "../../deno.lock";
  const url = new URL(path, import.meta.url);
  if (url.protocol !== "file:") return null;
  return sha256(await Deno.readFile(url));
}

function sampleRows({ spectra, labels }: RunData, split: Split): SampleRow[] {
  const parts = new Map<number, Part>();
  for (const part of ["train", "validation", "test"] as const) {
    for (const row of split[part]) parts.set(row, part);
  }
  const width = labels.targets.length;
  return labels.samples.map((sample, row) => ({
    sample,
    group: spectra.groups?.[row] ?? "",
    part: parts.get(row)!,
    values: [...labels.values.subarray(row * width, (row + 1) * width)],
  }));
}

function predictionRows(
  { labels }: RunData,
  samples: readonly SampleRow[],
  predicted: Float32Array,
): Prediction[] {
  const width = labels.targets.length;
  return samples.flatMap(({ sample, part, values }, row) =>
    labels.targets.map((target, at) => ({
      sample,
      part,
      target,
      measured: values[at],
      predicted: predicted[row * width + at],
    }))
  );
}

/** The first figure shows what the network saw of one training spectrum. */
function waveformOf({ spectra }: Preprocessed, { train }: Split) {
  const bands = spectra.wavelengths.length;
  const start = train[0] * spectra.replicates * bands;
  return {
    sample: spectra.samples[train[0]],
    wavelengths: [...spectra.wavelengths],
    reflectance: [...spectra.reflectance.subarray(start, start + bands)],
  };
}
