// All that a GPU owner may want to know, in one go, on whatever adapter is here:
//
//     deno task bench --gpu [--only step,peers,kernels,spectrograms,claims]
//
// Prints each table as soon as it is measured. What is not here (PyTorch, a CUDA
// card, timestamps) is named.
import { isSoftwareAdapter } from "../lib/backend/webgpu/adapter.ts";
import { openBackend } from "../lib/backend/open.ts";
import { deviceImages } from "../lib/backend/webgpu/device_images.ts";
import { InputError } from "../lib/errors.ts";
import { makeImages } from "../lib/pipeline/images.ts";
import { centredRows } from "../lib/spectrogram/device_images.ts";
import { scipyPlan } from "../lib/spectrogram/scipy.ts";
import { parseArgs } from "../lib/third_party/args.ts";
import { tryClaims } from "./gpu/claims.ts";
import { kernelTimes } from "./gpu/kernels.ts";
import { gpuStep } from "./gpu/step.ts";
import { findPython } from "./context.ts";
import { jsonLines } from "./player.ts";
import { digits } from "./table.ts";

/** Parts, in the order in which they run. */
export const GPU_PARTS = [
  "step",
  "peers",
  "kernels",
  "spectrograms",
  "claims",
] as const;

/** A part's name. */
export type GpuPart = typeof GPU_PARTS[number];

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

/**
 * Measures on the adapter that is here.
 *
 * @throws {InputError} If there is none.
 */
export async function benchGpu(options: GpuBenchOptions): Promise<void> {
  const { parts, print } = options;
  const adapter = await navigator.gpu?.requestAdapter({
    powerPreference: "high-performance",
  });
  if (!adapter) throw new InputError("There is no WebGPU adapter to measure.");
  const { vendor, description, device } = adapter.info;
  const kind = isSoftwareAdapter(adapter) ? "software" : "hardware";
  print(`Adapter: ${description || device || vendor} (${kind})`);
  const todo: Record<GpuPart, () => Promise<void>> = {
    step: () => steps(options),
    peers: () => peers(options),
    kernels: () => kernels(options),
    spectrograms: () => spectrograms(options),
    claims: () => claims(options),
  };
  for (const part of GPU_PARTS) {
    if (!parts.includes(part)) continue;
    print("");
    await todo[part]();
  }
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
  print("| batch | PyTorch eager float32 / TF32, ms | CUDA graph, ms | card |");
  print("|---|---|---|---|");
  const child = new Deno.Command(python, {
    args: ["bench/peers/torch_gpu.py", ...batches(options).map(String)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  for await (const line of jsonLines(child.stdout)) {
    if (line.absent) {
      print(`PyTorch: ${line.absent}.`);
      continue;
    }
    const { batch, float32: f, tf32: t, card, torch } = line as unknown as
      & Record<"float32" | "tf32", Record<"eager" | "graph", number>>
      & Record<"batch" | "card" | "torch", string>;
    print(
      `| ${batch} | ${digits(f.eager)} / ${digits(t.eager)} | ` +
        `${digits(f.graph)} / ${digits(t.graph)} | ${card}, torch ${torch} |`,
    );
  }
  await child.status;
}

async function kernels(options: GpuBenchOptions): Promise<void> {
  const { small, print } = options;
  for (const batch of small ? [4] : [64, 1024]) {
    const found = await kernelTimes(batch);
    if (!found) return print("Kernels: the adapter has no timestamps.");
    const { sum, span, bandwidth } = found;
    print(
      `Kernels of a step of batch ${batch}: ${digits(sum)} µs in all, ` +
        `${digits(span)} µs from the first to the last; a copy moves ` +
        `${digits(bandwidth / 1e9)} GB/s`,
    );
    print("| kernel | times | µs | MB | of the bandwidth | workgroups |");
    print("|---|---|---|---|---|---|");
    for (
      const { kernel, count, us, bytes, groups } of found.kernels.slice(0, 30)
    ) {
      const share = bytes / (us / 1e6) / bandwidth;
      print(
        `| ${kernel} | ${digits(count)} | ${digits(us)} | ` +
          `${digits(bytes / 1e6)} | ${digits(100 * share)} % | ${groups} |`,
      );
    }
  }
}

async function spectrograms({ small, print }: GpuBenchOptions): Promise<void> {
  const count = small ? 500 : 20_000;
  const points = 2151;
  const spectra = {
    samples: Array.from({ length: count }, (_, i) => `${i}`),
    replicates: 1,
    wavelengths: Float64Array.from({ length: points }, (_, i) => 350 + i),
    reflectance: Float64Array.from({ length: count * points }, (_, at) => {
      const i = at % points;
      const s = Math.floor(at / points);
      return 0.3 + 0.1 * Math.sin(i / (20 + s % 50)) +
        ((i * i + s) % 1009) / 1e5;
    }),
  };
  const backend = await openBackend({ backend: "webgpu" });
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const begin = performance.now();
    await makeImages(
      spectra,
      {
        method: "scipy",
        normalization: "min-max",
        scale: "linear",
      } as Parameters<typeof makeImages>[1],
      { backend },
    );
    times.push(performance.now() - begin);
  }
  const onDevice = await deviceTimes(spectra.reflectance, count, points);
  backend.check();
  await backend.close();
  const seconds = (all: readonly number[]) =>
    all.map((ms) => `${digits(ms / 1000)} s`).join(", ");
  print(
    `${count} spectra of ${points} points to spectrograms: from float32 to ` +
      `images on the device ${seconds(onDevice)}; from float64 to images ` +
      `here ${seconds(times)}`,
  );
}

/** Times from float32 spectra to images that stay on the device. */
async function deviceTimes(
  reflectance: Float64Array,
  count: number,
  points: number,
): Promise<number[]> {
  const plan = scipyPlan(points);
  const most = 4096;
  const rows: Float32Array<ArrayBuffer>[] = [];
  for (let begin = 0; begin < count; begin += most) {
    const end = Math.min(count, begin + most);
    rows.push(centredRows(plan, reflectance, begin, end));
  }
  const device = deviceImages(plan, { channels: 1, stretch: true });
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const begin = performance.now();
    const made = rows.map((some) =>
      device.begin({ rows: some, count: some.length / points })
    );
    // The last ranges are there when all images are.
    await made[made.length - 1].ranges.data();
    times.push(performance.now() - begin);
    for (const { images, ranges } of made) {
      images.dispose();
      ranges.dispose();
    }
  }
  device.dispose();
  return times.slice(1);
}

async function claims({ small, print }: GpuBenchOptions): Promise<void> {
  const config = "paper-config/quick.json";
  for await (const claim of tryClaims(config, small ? 2 : null)) {
    const { what, holds, seconds, said } = claim;
    print(`${holds ? "ok  " : "FAIL"} ${what} (${digits(seconds)} s): ${said}`);
  }
}

if (import.meta.main) {
  const { only, python, small } = parseArgs(Deno.args, {
    string: ["only", "python"],
    boolean: ["small"],
  });
  const parts = (only?.split(",") ?? GPU_PARTS) as GpuPart[];
  const unknown = parts.find((part) => !GPU_PARTS.includes(part));
  try {
    if (unknown) {
      throw new InputError(
        `--only has "${unknown}"; expected one of ${GPU_PARTS.join(", ")}.`,
      );
    }
    const found = await findPython(python);
    const print = console.log;
    await benchGpu({ parts, python: found?.program ?? null, small, print });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
