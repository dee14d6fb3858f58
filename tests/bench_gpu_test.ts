// The benchmark of a GPU, on whatever adapter is here; no time is judged.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertMatch,
  assertThrows,
} from "@std/assert";
import { benchGpu } from "../bench/gpu.ts";
import { kernelTimes } from "../bench/gpu/kernels.ts";
import { liveBuffers } from "../bench/gpu/live_buffers.ts";
import { GPU_PARTS, gpuParts } from "../bench/gpu/parts.ts";
import { type TorchLine, torchLines } from "../bench/gpu/torch.ts";
import { UsageError } from "../lib/errors.ts";
import { hasAdapter } from "./webgpu_support.ts";

Deno.test("gpuParts leaves out what takes minutes, unless it is named", () => {
  assertEquals(gpuParts(undefined), GPU_PARTS.filter((p) => p !== "whole"));
  assertEquals(gpuParts("whole,step"), ["whole", "step"]);
  const error = assertThrows(() => gpuParts("step,kernel"), UsageError);
  assertMatch(error.message, /called kernel; did you mean kernels\?/);
});

/** Lets a shell script stand for Python. */
async function linesOf(script: string): Promise<TorchLine[]> {
  const folder = await Deno.makeTempDir();
  try {
    const python = `${folder}/python`;
    await Deno.writeTextFile(python, `#!/bin/sh\n${script}\n`);
    await Deno.chmod(python, 0o755);
    return await Array.fromAsync(torchLines(python, [64, 256]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "torchLines gives each line of Python's, and why there are no more",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const [line, none] = await linesOf(
      `echo chatter; echo "{\\"batch\\":$2}"; echo "no memory" >&2; exit 1`,
    );
    assertEquals(line, { batch: 64 } as TorchLine);
    assertEquals(none, { absent: "no memory" });
    assertEquals(await linesOf(`echo '{"absent":"no card"}'`), [
      { absent: "no card" },
    ]);
  },
});

const onAdapter = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: `${name}${hasAdapter ? "" : " (no WebGPU adapter)"}`,
    ignore: !hasAdapter,
    sanitizeResources: false, // the adapter's own
    fn,
  });

onAdapter("liveBuffers counts buffers until they are destroyed", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const live = liveBuffers();
  const usage = GPUBufferUsage.STORAGE;
  const [one] = [64, 256].map((size) => device.createBuffer({ size, usage }));
  assertEquals(live.bytes, 320);
  one.destroy();
  one.destroy();
  assertEquals([live.bytes, live.peak], [256, 320]);
  live.restore();
  device.createBuffer({ size: 64, usage }).destroy();
  assertEquals([live.bytes, live.peak], [256, 320]);
  device.destroy();
});

/**
 * Operations of all products of a step of Code S2's network on images of 129 × 9
 * × 5: forward, and both gradients.
 */
function productOperations(batch: number): number {
  const sizes = [65 * 5, 33 * 3, 17 * 2];
  const products: [rows: number, inner: number, columns: number][] = [
    [sizes[0], 9 * 5, 32],
  ];
  let [at, channels] = [0, 32];
  const blocks = [[16, 1, 1, 1], [24, 6, 2, 2], [32, 6, 2, 3]];
  for (const [columns, expansion, strides, repeats] of blocks) {
    for (let i = 0; i < repeats; i++) {
      const wide = channels * expansion;
      products.push([sizes[at], channels, wide]);
      if (i === 0 && strides === 2) at++;
      products.push([sizes[at], wide, columns]);
      channels = columns;
    }
  }
  products.push([1, sizes[at] * channels, 64], [1, 64, 1]);
  // Nobody needs the gradient of the images: two for the first of them.
  return products.reduce(
    (sum, [rows, inner, columns], i) =>
      sum + (i === 0 ? 2 : 3) * 2 * batch * rows * inner * columns,
    0,
  );
}

onAdapter("kernelTimes finds all products of a step", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const found = await kernelTimes(2, "hardware");
  if (!adapter!.features.has("timestamp-query")) {
    return assertEquals(found, null);
  }
  assert(found);
  const operations = found.kernels.map((kernel) => kernel.operations);
  assertAlmostEquals(
    operations.reduce((a, b) => a + b, 0),
    productOperations(2),
    1,
  );
  for (const { us, bytes, count } of found.kernels) {
    assertGreater(bytes, 0);
    assertGreater(us, 0);
    assertGreater(count, 0);
  }
  assertGreater(found.span, 0);
  assertGreater(found.limits.bandwidth, 0);
  assertGreater(found.limits.arithmetic, 0);
});

onAdapter("benchGpu names the adapter and what is not here", async () => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const holds = await benchGpu({
    parts: ["peers"],
    python: null,
    small: true,
    print,
  });
  assertEquals(holds, true);
  assertMatch(lines[0], /^Adapter: .+ \((software|hardware)\)$/);
  assertEquals(lines.slice(1), ["", "PyTorch: there is no Python here."]);
});
