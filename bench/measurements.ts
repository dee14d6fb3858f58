// What the benchmark measures: a table. Each entry lets ours and the peers take
// turns, and gives one row per quantity and peer.
import {
  importStart,
  type Opener,
  ours,
  python,
  taskStart,
} from "./context.ts";
import type { Options } from "./players/serve.ts";

/** A number that players answer with. */
export interface Quantity {
  /** Its key in their answers. */
  readonly key: string;
  /** What it is, in words. */
  readonly what: string;
  /** Its unit. */
  readonly unit: string;
}

/** One entry. */
export interface Measurement {
  /** As `--only` names it. */
  readonly name: string;
  readonly quantities: readonly Quantity[];
  readonly turns: number;
  readonly ours: Opener;
  readonly peers: readonly { readonly name: string; readonly open: Opener }[];
}

const tensorflow = (options: Options) => ({
  name: "TensorFlow",
  open: python("tensorflow_step.py", "tensorflow", options),
});
const torch = (options: Options) => ({
  name: "PyTorch",
  open: python("torch_step.py", "torch", options),
});

/** Ours on `exact` against TensorFlow and PyTorch, all with equal threads. */
function network(
  name: string,
  options: Options,
  quantity: Quantity,
  turns = 7,
): Measurement {
  return {
    name,
    quantities: [quantity],
    turns,
    ours: ours("network.ts", options),
    peers: [tensorflow(options), torch(options)],
  };
}

const ms = (what: string): Quantity => ({ key: "ms", what, unit: "ms" });

/** All of them, in the order of the table. */
export const MEASUREMENTS: readonly Measurement[] = [
  network(
    "step",
    { measure: "step" },
    ms("Training step, `exact`, all cores"),
    9,
  ),
  network(
    "step-1-thread",
    { measure: "step", threads: 1 },
    ms("Training step, `exact`, 1 thread each"),
  ),
  {
    name: "step-webgpu",
    quantities: [
      ms("Training step, `webgpu`"),
      { key: "dispatches", what: "Dispatches of that step", unit: "" },
    ],
    turns: 2,
    ours: ours("network.ts", { measure: "step", backend: "webgpu" }),
    peers: [{ name: "stock tfjs, webgpu", open: ours("stock.ts", {}) }],
  },
  network(
    "epoch",
    { measure: "epoch" },
    ms("Epoch of 150 samples (100 train, 50 watched)"),
  ),
  network(
    "predict",
    { measure: "predict" },
    { key: "us", what: "Inference per sample of 5 spectra", unit: "µs" },
  ),
  ...(["bare", "images"] as const).map((measure): Measurement => ({
    name: measure === "bare" ? "spectrograms" : "images",
    quantities: [{
      key: "per_second",
      what: measure === "bare"
        ? "Spectrograms, float64"
        : "Spectrograms as the network's images",
      unit: "per s",
    }],
    turns: 9,
    ours: ours("spectrogram.ts", { measure }),
    peers: [{
      name: "SciPy, a call each",
      open: python("scipy_spectrogram.py", "scipy", {}),
    }],
  })),
  {
    name: "start",
    quantities: [ms("Start-up: `deno task reproduce --help`")],
    turns: 5,
    ours: taskStart("reproduce", "--help"),
    peers: [{ name: "`import tensorflow`", open: importStart("tensorflow") }],
  },
  {
    name: "memory",
    quantities: [{
      key: "mib",
      what: "Peak memory, training on 92 × 5 spectra",
      unit: "MiB",
    }],
    turns: 1,
    ours: ours("network.ts", { measure: "memory" }),
    peers: [tensorflow({ measure: "memory" })],
  },
];
