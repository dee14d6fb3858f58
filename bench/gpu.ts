// All that a GPU owner may want to know, in one go, on whatever adapter is here:
//
//     deno task bench --gpu [--only step,peers,epoch,kernels,claims]
//
// Prints each line as soon as it is measured, what is short ahead of what is long.
// What is not here (PyTorch, a CUDA card, timestamps) is named.
import { isSoftwareAdapter } from "../lib/backend/webgpu/adapter.ts";
import { InputError, UsageError } from "../lib/errors.ts";
import { parseArgs } from "../lib/third_party/args.ts";
import { findPython } from "./context.ts";
import { tryClaims, wholeRun } from "./gpu/claims.ts";
import { gpuEpochs } from "./gpu/epoch.ts";
import { kernelTimes } from "./gpu/kernels.ts";
import { GPU_PARTS, type GpuPart, gpuParts } from "./gpu/parts.ts";
import { gpuSpectrograms } from "./gpu/spectrograms.ts";
import { gpuStep } from "./gpu/step.ts";
import { torchLines } from "./gpu/torch.ts";
import { digits } from "./table.ts";
import { stockStep } from "./webgpu_step.ts";

/** What {@linkcode benchGpu} is told. */
export interface GpuBenchOptions {
  readonly parts: readonly GpuPart[];
  /** A Python that may have PyTorch; null if there is none. */
  readonly python: string | null;
  /** Small sizes, for an adapter that is a program on the processor. */
  readonly small: boolean;
  /** Takes a line. */
  readonly print: (line: string) => void;
}

/** Measures and prints; false if something does not hold. */
type Part = (options: GpuBenchOptions) => Promise<boolean | void>;

const PARTS: Readonly<Record<GpuPart, Part>> = {
  step: steps,
  peers,
  epoch: epochs,
  spectrograms,
  kernels,
  claims,
  stock,
  whole,
};

/**
 * Measures on the adapter that is here.
 *
 * @returns Whether all that is claimed holds.
 * @throws {InputError} If there is no adapter.
 */
export async function benchGpu(options: GpuBenchOptions): Promise<boolean> {
  const { parts, print } = options;
  const adapter = await navigator.gpu?.requestAdapter({
    powerPreference: "high-performance",
  });
  if (!adapter) throw new InputError("There is no WebGPU adapter to measure.");
  const { vendor, description, device } = adapter.info;
  const kind = isSoftwareAdapter(adapter) ? "software" : "hardware";
  print(`Adapter: ${description || device || vendor} (${kind})`);
  let holds = true;
  for (const part of GPU_PARTS) {
    if (!parts.includes(part)) continue;
    print("");
    holds = await PARTS[part](options) !== false && holds;
  }
  return holds;
}

function batches({ small }: GpuBenchOptions): readonly number[] {
  return small ? [4, 16] : [64, 256, 1024, 4096];
}

async function steps(options: GpuBenchOptions): Promise<void> {
  const { small, print } = options;
  print(
    "| batch | step, ms | asking for it, ms | alone with its readback, ms " +
      "| first, ms | dispatches | loss |",
  );
  print("|---|---|---|---|---|---|---|");
  for (const batch of batches(options)) {
    const found = await gpuStep({
      batch,
      steps: small ? 2 : batch > 256 ? 10 : 50,
      rounds: small ? 3 : 7,
    });
    const { step, recording, alone, first, dispatches, loss } = found;
    const times = [step, recording, alone, first].map(digits).join(" | ");
    print(`| ${batch} | ${times} | ${dispatches} | ${loss} |`);
  }
}

async function peers(options: GpuBenchOptions): Promise<void> {
  const { python, print } = options;
  if (python === null) return print("PyTorch: there is no Python here.");
  let head = false;
  for await (const line of torchLines(python, batches(options))) {
    if ("absent" in line) {
      print(`PyTorch: ${line.absent}`);
      continue;
    }
    const { batch, float32, tf32, card, torch } = line;
    if (!head) {
      print(`PyTorch ${torch} on ${card}, float32 / TF32`);
      print("| batch | eager, ms | CUDA graph, ms |\n|---|---|---|");
      head = true;
    }
    const both = (key: "eager" | "graph") =>
      `${digits(float32[key])} / ${digits(tf32[key])}`;
    print(`| ${batch} | ${both("eager")} | ${both("graph")} |`);
  }
}

async function epochs({ small, print }: GpuBenchOptions): Promise<void> {
  const found = await gpuEpochs(small ? 10 : 1000);
  const { epoch, first, buffers, process, peak } = found;
  const pair = (pair: readonly number[]) => pair.map(digits).join(" and ");
  print(
    `Epoch of 150 samples (100 train, 50 watched): ${digits(epoch)} ms; ` +
      `the first of all ${digits(first)} ms. MiB after a tenth of ` +
      `${found.epochs} epochs and at the end: buffers ${pair(buffers)} ` +
      `(most at once ${digits(peak)}), this process ${pair(process)}`,
  );
}

async function spectrograms({ small, print }: GpuBenchOptions): Promise<void> {
  const count = small ? 500 : 20_000;
  const { device, whole } = await gpuSpectrograms(count);
  const seconds = (all: readonly number[]) =>
    all.map((ms) => `${digits(ms / 1000)} s`).join(", ");
  print(
    `${count} spectra of 2151 points to spectrograms: from float32 to ` +
      `images on the device ${seconds(device)}; from float64 to images ` +
      `here ${seconds(whole)}`,
  );
}

async function kernels({ small, print }: GpuBenchOptions): Promise<void> {
  for (const batch of small ? [4] : [64, 1024]) {
    const found = await kernelTimes(batch);
    if (!found) return print("Kernels: the adapter has no timestamps.");
    const { sum, span, limits } = found;
    print(
      `Kernels of a step of batch ${batch}: ${digits(sum)} µs in all, ` +
        `${digits(span)} µs from the first to the last. Limits here: ` +
        `${digits(limits.bandwidth / 1e9)} GB/s, ` +
        `${
          digits(limits.arithmetic / 1e9)
        } GFLOP/s; buffers that fit a cache ` +
        "can be faster",
    );
    print(
      "| kernel | times | µs | MB | of the bandwidth | GFLOP " +
        "| of the arithmetic | workgroups |",
    );
    print("|---|---|---|---|---|---|---|---|");
    for (const each of found.kernels.slice(0, 30)) {
      const { kernel, count, us, bytes, operations, groups } = each;
      const share = (amount: number, limit: number) =>
        `${digits(100 * amount / (us / 1e6) / limit)} %`;
      const product = operations > 0
        ? `${digits(operations / 1e9)} | ${
          share(operations, limits.arithmetic)
        }`
        : " | ";
      print(
        `| ${kernel} | ${digits(count)} | ${digits(us)} | ` +
          `${digits(bytes / 1e6)} | ${share(bytes, limits.bandwidth)} | ` +
          `${product} | ${groups} |`,
      );
    }
  }
}

async function claims({ small, print }: GpuBenchOptions): Promise<boolean> {
  let all = true;
  const config = "paper-config/quick.json";
  for await (const claim of tryClaims(config, small ? 2 : null)) {
    const { what, holds, seconds, said } = claim;
    const time = seconds === null ? "" : ` (${digits(seconds)} s)`;
    print(`${holds ? "ok  " : "FAIL"} ${what}${time}: ${said}`);
    all &&= holds;
  }
  return all;
}

async function stock({ small, print }: GpuBenchOptions): Promise<void> {
  const batch = small ? 4 : 64;
  const found = await stockStep({ batch, steps: 1, rounds: small ? 1 : 3 });
  const times = found.ms.map(digits).join(", ");
  print(
    `Stock TensorFlow.js, a step of batch ${batch} with its readback: ` +
      `${times} ms, ${found.dispatches} dispatches`,
  );
}

async function whole({ small, print }: GpuBenchOptions): Promise<boolean> {
  const config = "paper-config/carvalho2024.json";
  const { holds, seconds, said } = await wholeRun(config, small ? 2 : null);
  const time = `(${digits(seconds!)} s)`;
  print(`${holds ? "ok  " : "FAIL"} reproduce ${config} ${time}: ${said}`);
  return holds;
}

if (import.meta.main) {
  const { only, python, small } = parseArgs(Deno.args, {
    string: ["only", "python"],
    boolean: ["small"],
  });
  try {
    const parts = gpuParts(only);
    const found = await findPython(python);
    const print = console.log;
    const program = found?.program ?? null;
    const holds = await benchGpu({ parts, python: program, small, print });
    Deno.exit(holds ? 0 : 1); // a WebGPU device would keep the program alive
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UsageError)) {
      throw error;
    }
    console.error(error.message);
    Deno.exit(error instanceof UsageError ? 2 : 1);
  }
}
