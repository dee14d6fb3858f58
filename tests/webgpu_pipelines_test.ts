// Compiling: each kernel once, those of a recording together, helpers beside.
import { assertEquals } from "@std/assert";
import {
  compileAhead,
  type CompileRequest,
  type PipelineText,
} from "../lib/backend/webgpu/compile_ahead.ts";
import {
  type PipelineRequest,
  Pipelines,
} from "../lib/backend/webgpu/pipelines.ts";
import { dispatch } from "../lib/backend/webgpu/dispatch.ts";
import type { OwnBackend } from "../lib/backend/webgpu/own_backend.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { gpuTest, hasAdapter } from "./webgpu_support.ts";

const BINDS = [{ type: "storage", minBindingSize: 4 }] as const;

/** A kernel that adds a number to the only value of its buffer. */
function adder(number: number, log: number[] = []): PipelineRequest {
  return {
    key: `add ${number}`,
    label: `add ${number}`,
    binds: BINDS,
    code: () => {
      log.push(number);
      return `@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(1) fn main() { x[0] += ${number}.0; }`;
    },
  };
}

function textOf(number: number): PipelineText {
  return {
    code: adder(number).code(),
    entries: [{ binding: 0, visibility: 4, buffer: BINDS[0] }],
  };
}

const onAdapter = (name: string, fn: () => Promise<void>) =>
  Deno.test({
    name: `${name}${hasAdapter ? "" : " (no WebGPU adapter)"}`,
    ignore: !hasAdapter,
    sanitizeResources: false, // the adapter's own
    fn,
  });

onAdapter("Pipelines compile what waits together, each once", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const pipelines = new Pipelines(device, false);
  const log: number[] = [];
  const known = pipelines.now(adder(1, log));
  const stand = pipelines.later(adder(2, log));
  assertEquals(pipelines.later(adder(2, log)), stand);
  assertEquals(pipelines.later(adder(1, log)), known);
  const made = pipelines.compileWaiting();
  assertEquals(log, [1, 2]);
  assertEquals([...made.keys()], [stand]);
  assertEquals(made.get(stand) instanceof GPUComputePipeline, true);
  assertEquals(pipelines.now(adder(2, log)), made.get(stand));
  assertEquals(pipelines.compileWaiting().size, 0);

  const usage = GPUBufferUsage;
  const x = device.createBuffer({
    size: 4,
    usage: usage.STORAGE | usage.COPY_SRC,
  });
  const read = device.createBuffer({
    size: 4,
    usage: usage.MAP_READ | usage.COPY_DST,
  });
  const group = device.createBindGroup({
    layout: pipelines.layout(BINDS),
    entries: [{ binding: 0, resource: { buffer: x } }],
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setBindGroup(0, group); // one layout: it stays bound
  for (const pipeline of [known, made.get(stand)!]) {
    pass.setPipeline(pipeline);
    pass.dispatchWorkgroups(1);
  }
  pass.end();
  encoder.copyBufferToBuffer(x, 0, read, 0, 4);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  assertEquals([...new Float32Array(read.getMappedRange())], [3]);
  device.destroy();
});

gpuTest(
  "dispatch takes a small buffer after a kernel of the same layout with a large one",
  "software",
  async () => {
    const backend = tf.backend() as OwnBackend;
    const double = (tensor: tf.Tensor, width: 1 | 4) =>
      dispatch(backend, {
        key: "double",
        bindings: [{ name: "x", tensor, width, access: "write" }],
        workgroup: [1, 1],
        groups: [1, 1, 1],
        body: () => "x[item] *= 2.0;",
      });
    const made = [tf.tensor1d([1, 2, 3, 4]), tf.tensor1d([5])];
    // Uploading ends a pass: the next one has the large buffer ahead of the small.
    double(made[1], 1);
    double(made[0], 4);
    double(made[1], 1);
    const values = await Promise.all(made.map((tensor) => tensor.data()));
    assertEquals(values.map((each) => [...each]), [[2, 4, 6, 8], [20]]);
    tf.dispose(made);
  },
);

Deno.test("compileAhead shares pipelines out from the last to the first", () => {
  const sent: CompileRequest[] = [];
  let ended = 0;
  const { Worker } = globalThis;
  globalThis.Worker = class {
    postMessage(request: CompileRequest) {
      sent.push(request);
    }
    terminate() {
      ended++;
    }
  } as unknown as typeof Worker;
  try {
    const texts = Array.from({ length: 9 }, (_, i) => textOf(i));
    const limits = { maxBufferSize: 1024 };
    compileAhead(texts, limits, 5).end();
    assertEquals(ended, 2); // a helper for four
    const pick = (...at: number[]) => at.map((i) => texts[i]);
    assertEquals(sent, [
      { pipelines: pick(8, 6, 4, 2, 0), requiredLimits: limits },
      { pipelines: pick(7, 5, 3, 1), requiredLimits: limits },
    ]);
    compileAhead(texts.slice(0, 3), limits, 5).end();
    compileAhead(texts, limits, 0).end();
    assertEquals(sent.length, 2);
  } finally {
    globalThis.Worker = Worker;
  }
});

onAdapter("compile_worker.ts compiles what it is sent, and ends", async () => {
  const url = new URL(
    "../lib/backend/webgpu/compile_worker.ts",
    import.meta.url,
  );
  const worker = new Worker(url, { type: "module" });
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
  const adapter = await navigator.gpu.requestAdapter();
  const { maxBufferSize } = adapter!.limits;
  const request: CompileRequest = {
    pipelines: [textOf(1), textOf(2)],
    requiredLimits: { maxBufferSize },
  };
  worker.postMessage(request);
  assertEquals(await answer, 2);
  worker.terminate();
});
