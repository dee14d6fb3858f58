// The three levels of reproducibility, and what is claimed of each artifact.
// Everything here follows from the backend of a run, so that `verify` can tell
// a manifest that claims more.
import type { Claim, Level } from "./manifest_types.ts";

const EXACT: Claim = { kind: "exact" };
const NOT_CHECKED: Claim = { kind: "not-checked" };

/** Bounds for a run on `webgpu` that is made again elsewhere. */
const TOLERANCES: Readonly<Record<string, Claim>> = {
  // Measured 1.2e-6 at most on Mesa's software adapter (391 spectra, both
  // methods).
  "spectrograms.npy": {
    kind: "tolerance",
    metric: "largest difference, relative to the largest value",
    bound: 1e-5,
    against: "backend exact (float64)",
  },
  // Rounding turns into other trajectories at the first ReLU6 kink. Measured on
  // the software adapter: 3e-6 after 4 epochs, 0.12 after the 300 of quick.json.
  "predictions.csv": {
    kind: "tolerance",
    metric: "root mean square difference of predictions, relative to the " +
      "standard deviation of measured values",
    bound: 0.5,
    against: "backend exact",
  },
};

/** Stages whose numbers a GPU touches on `webgpu`. */
const TOUCHED = ["spectrogram", "train", "features"];

/** Artifacts of those stages that no GPU touches. */
const UNTOUCHED = ["waveform.csv"];

/**
 * What a run claims about an artifact. Figures and metrics are exact in what
 * they are made from, on every backend.
 *
 * @param path Its path inside the run.
 * @param stage The stage that made it.
 * @param backend Backend of the run.
 */
export function claimOf(
  path: string,
  stage: string,
  backend: "exact" | "webgpu",
): Claim {
  const touched = backend === "webgpu" && TOUCHED.includes(stage) &&
    !UNTOUCHED.includes(path);
  return touched ? TOLERANCES[path] ?? NOT_CHECKED : EXACT;
}

/**
 * What a run claims as a whole.
 *
 * @param backend Backend of the run.
 */
export function levelsOf(backend: "exact" | "webgpu"): Level[] {
  const archive: Level = {
    level: 1,
    what: "figures and metrics from the archived numbers",
    where: "anywhere",
    claim: EXACT,
  };
  return backend === "exact"
    ? [archive, {
      level: 2,
      what: "the whole run",
      where: "backend exact, any machine, any number of threads",
      claim: EXACT,
    }]
    : [archive, {
      level: 3,
      what: "the whole run",
      where: "backend webgpu, the same adapter and driver; elsewhere the " +
        "claim of each artifact holds",
      claim: EXACT,
    }];
}
