// The stage graph of a run: what each stage does by which parameters, what it
// reads and what it makes. The pipeline records it, and `verify` holds a
// manifest against it.
import type { Config } from "../config/types.ts";
import type { InputFile, Stage } from "./manifest_types.ts";

interface StageRule {
  readonly name: string;
  readonly outputs: RegExp;
  /** Parts of the config that decide what it does. */
  readonly parameters: readonly (keyof Config)[];
  /** Roles of the run's inputs that it reads. */
  readonly roles: RegExp;
  /** Artifacts that it reads. */
  readonly reads: readonly string[] | RegExp;
}

const NONE = /^$/;

/** What spectra are made of. */
const OF_SPECTRA = /^(spectra|white reference|synthetic parameters)$/;

const STAGES: readonly StageRule[] = [
  {
    name: "config",
    outputs: /^config\.json$/,
    parameters: [],
    roles: NONE,
    reads: [],
  },
  {
    name: "spectra",
    outputs: /^grid\.json$/,
    parameters: ["data"],
    roles: OF_SPECTRA,
    reads: [],
  },
  {
    name: "split",
    outputs: /^samples\.csv$/,
    parameters: ["data", "targets", "split"],
    roles: /./,
    reads: [],
  },
  {
    name: "preprocess",
    outputs: /^preprocess\.json$/,
    parameters: ["preprocess"],
    roles: OF_SPECTRA,
    reads: ["samples.csv"],
  },
  {
    name: "spectrogram",
    outputs: /^(spectrograms\.npy|waveform\.csv|channel_scale\.json)$/,
    parameters: ["data", "spectrogram"],
    roles: OF_SPECTRA,
    reads: ["samples.csv", "preprocess.json"],
  },
  {
    name: "train",
    outputs:
      /^(model\/|checkpoint\/|history\.csv$|predictions\.csv$|ensemble\.csv$)/,
    parameters: ["targets", "network", "training"],
    roles: NONE,
    reads: ["spectrograms.npy", "samples.csv"],
  },
  {
    name: "domain",
    outputs: /^domain\.json$/,
    parameters: ["doubt"],
    roles: OF_SPECTRA,
    reads: ["samples.csv"],
  },
  {
    name: "features",
    outputs: /^features\.json$/,
    parameters: ["doubt"],
    roles: NONE,
    reads: ["samples.csv", "spectrograms.npy", "model/weights.bin"],
  },
  {
    name: "intervals",
    outputs: /^(intervals\.csv|coverage\.json)$/,
    parameters: ["doubt"],
    roles: NONE,
    reads: ["ensemble.csv"],
  },
  {
    name: "evaluate",
    outputs: /^metrics\.json$/,
    parameters: [],
    roles: NONE,
    reads: ["predictions.csv"],
  },
  {
    name: "figures",
    outputs: /^figures\//,
    parameters: ["name", "spectrogram", "targets"],
    roles: NONE,
    reads: [
      "samples.csv",
      "spectrograms.npy",
      "waveform.csv",
      "history.csv",
      "predictions.csv",
      "coverage.json",
    ],
  },
  {
    name: "report",
    outputs: /^report\.html$/,
    parameters: [],
    roles: /./,
    reads: /./,
  },
];

/**
 * The stage that makes an artifact.
 *
 * @param path Its path inside a run.
 * @returns Null if no stage makes such a file.
 */
export function stageOf(path: string): string | null {
  return STAGES.find(({ outputs }) => outputs.test(path))?.name ?? null;
}

/**
 * The stage graph of a run.
 *
 * @param config Its resolved config.
 * @param run Its inputs, and the digest of each artifact by path.
 * @returns The stages that made something, in order; a stage's parameters are
 * parts of the config, its inputs stand in the order of the table.
 */
export function stageGraph(
  config: Config,
  { inputs, digests }: {
    readonly inputs: readonly InputFile[];
    readonly digests: ReadonlyMap<string, string>;
  },
): Stage[] {
  const paths = [...digests.keys()].sort();
  return STAGES.map(({ name, outputs, parameters, roles, reads }) => ({
    name,
    parameters: Object.fromEntries(
      parameters.filter((key) => key in config).map((key) => [
        key,
        config[key],
      ]),
    ),
    inputs: [
      ...inputs.filter(({ role }) => roles.test(role))
        .map(({ path, sha256 }) => ({ path, sha256 })),
      ...artifactsOf(reads, paths)
        .filter((path) => digests.has(path) && !outputs.test(path))
        .map((path) => ({ path, sha256: digests.get(path)! })),
    ],
    outputs: paths.filter((path) => outputs.test(path)),
  })).filter((stage) => stage.outputs.length > 0);
}

/** In the order of the table, or of their paths. */
function artifactsOf(
  reads: StageRule["reads"],
  paths: readonly string[],
): readonly string[] {
  return reads instanceof RegExp
    ? paths.filter((path) => reads.test(path))
    : reads;
}
