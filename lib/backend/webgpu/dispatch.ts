// Runs one WGSL kernel: declares its bindings, compiles it once, and records
// it into the same command encoder as tfjs's own kernels. Unlike those it
// takes several outputs, also in place, and gives buffers back at once (the
// commands run in order, so the next kernel may reuse them).
import * as tf from "../../third_party/tfjs.ts";
import type { TensorInfo } from "../../third_party/tfjs.ts";
import type { OwnBackend } from "./own_backend.ts";
import { slotOf } from "./recording.ts";

/** A tensor as the kernel sees it. */
export interface Binding {
  /** Its name in the kernel's code. */
  readonly name: string;
  /** The tensor. */
  readonly tensor: TensorInfo;
  /** 4 to see it as vec4f; its size must be a multiple then. */
  readonly width?: 1 | 4;
  /** `read` if not given. `uniform` wants `width` 4 and a small tensor. */
  readonly access?: "read" | "write" | "uniform";
}

/** A kernel and what it runs on. */
export interface Kernel {
  /** Determines the code, together with the bindings' kinds. */
  readonly key: string;
  /** The tensors it reads and writes. */
  readonly bindings: readonly Binding[];
  /** Numbers that it reads as `u.name`. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** How `numbers` are seen; `u32` if not given. */
  readonly numberType?: "u32" | "f32";
  /** Whether `numbers` are different in every step. */
  readonly changing?: boolean;
  /** Invocations in a workgroup. */
  readonly workgroup: readonly [number, number];
  /** Workgroups, see {@linkcode linear}. */
  readonly groups: readonly [number, number, number];
  /** Declarations ahead of the main function. */
  readonly declarations?: () => string;
  /** The main function's body; it sees `wg`, `local`, `num` and `item`. */
  readonly body: () => string;
}

/**
 * Workgroups for a number of items, folded where one dimension is too small
 * for them. The kernel sees its item as `item`, and must check it.
 *
 * @param backend The backend, for its limits.
 * @param items How many.
 * @param workgroup Items in a workgroup.
 * @param tiles Second dimension.
 */
export function linear(
  backend: OwnBackend,
  items: number,
  workgroup: number,
  tiles = 1,
): [number, number, number] {
  const limit = backend.device.limits.maxComputeWorkgroupsPerDimension;
  const groups = Math.max(1, Math.ceil(items / workgroup));
  const x = Math.min(groups, limit);
  return [x, tiles, Math.ceil(groups / x)];
}

/**
 * A new tensor without values yet, which the caller (or the engine) disposes.
 *
 * @param backend The backend.
 * @param shape Its shape.
 */
export function makeOutput(
  backend: OwnBackend,
  shape: readonly number[],
): TensorInfo {
  return backend.inside.makeTensorInfo([...shape], "float32");
}

/**
 * Whether a tensor can be bound as a uniform of vec4f.
 *
 * @param backend The backend, for its limits.
 * @param tensor The tensor.
 */
export function fitsUniform(backend: OwnBackend, tensor: TensorInfo): boolean {
  const size = tf.util.sizeFromShape(tensor.shape);
  return size % 4 === 0 &&
    size * 4 <= backend.device.limits.maxUniformBufferBindingSize;
}

/**
 * Runs a kernel.
 *
 * @param backend The backend.
 * @param kernel The kernel.
 */
export function dispatch(backend: OwnBackend, kernel: Kernel): void {
  const { inside, device } = backend;
  const entries: GPUBindGroupEntry[] = kernel.bindings.map(
    ({ tensor, access }, binding) => {
      inside.uploadToGPU(tensor.dataId);
      const storage = inside.tensorMap.get(tensor.dataId);
      if (access === "write") storage.values = null; // a copy that is stale now
      return { binding, resource: { buffer: storage.resource! } };
    },
  );
  inside.ensureCommandEncoderReady();
  if (kernel.numbers) {
    const resource = { buffer: uniforms(backend, kernel) };
    entries.push({ binding: entries.length, resource });
  }
  const pipeline = compiled(backend, kernel);
  inside.computePassEncoder ??= inside.commandEncoder!.beginComputePass();
  const pass = inside.computePassEncoder;
  pass.setPipeline(pipeline);
  const layout = pipeline.getBindGroupLayout(0);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...kernel.groups);
  inside.dispatchCountInPass++;
  const batch = tf.env().getNumber("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE");
  if (inside.dispatchCountInPass >= batch) {
    inside.endComputePassEncoder();
    inside.submitQueue();
  }
}

function uniforms(backend: OwnBackend, kernel: Kernel): GPUBuffer {
  const { inside, device, constants, recorded } = backend;
  const values = Object.values(kernel.numbers!);
  const key = `${kernel.numberType} ${values.join(" ")}`;
  const data = new ArrayBuffer(Math.ceil(values.length / 4) * 16);
  const view = kernel.numberType === "f32"
    ? new Float32Array(data)
    : new Uint32Array(data);
  view.set(values);
  if (kernel.changing && backend.tape) {
    return slotOf(backend, backend.tape, kernel);
  }
  if (!kernel.changing) {
    let buffer = constants.get(key);
    if (!buffer) {
      buffer = device.createBuffer({
        size: data.byteLength,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      });
      device.queue.writeBuffer(buffer, 0, data);
      constants.set(key, buffer);
    }
    return buffer;
  }
  if (recorded.encoder !== inside.commandEncoder) {
    recorded.encoder = inside.commandEncoder;
    recorded.uniforms.clear();
  }
  let buffer = recorded.uniforms.get(key);
  if (!buffer) {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    buffer = inside.bufferManager.acquireBuffer(data.byteLength, usage);
    device.queue.writeBuffer(buffer, 0, data);
    inside.uniformPendingDisposal.push(buffer);
    recorded.uniforms.set(key, buffer);
  }
  return buffer;
}

function compiled(backend: OwnBackend, kernel: Kernel): GPUComputePipeline {
  const kinds = kernel.bindings.map((b) => `${b.access ?? ""}${b.width ?? 1}`);
  const key = `${kernel.key} ${kernel.workgroup} ${kinds}`;
  let pipeline = backend.pipelines.get(key);
  if (!pipeline) {
    const module = backend.device.createShaderModule({
      code: source(kernel),
      label: kernel.key,
    });
    pipeline = backend.device.createComputePipeline({
      layout: "auto",
      compute: { module, entryPoint: "main" },
      label: kernel.key,
    });
    backend.pipelines.set(key, pipeline);
  }
  return pipeline;
}

function source(kernel: Kernel): string {
  const lines = kernel.bindings.map(({ name, tensor, width, access }, i) => {
    const element = width === 4 ? "vec4f" : "f32";
    const at = `@group(0) @binding(${i})`;
    if (access === "uniform") {
      const length = tf.util.sizeFromShape(tensor.shape) / 4;
      return `${at} var<uniform> ${name}: array<vec4f, ${length}>;`;
    }
    const mode = access === "write" ? "read_write" : "read";
    return `${at} var<storage, ${mode}> ${name}: array<${element}>;`;
  });
  if (kernel.numbers) {
    const type = kernel.numberType ?? "u32";
    const fields = Object.keys(kernel.numbers).map((n) => `${n}: ${type}`);
    lines.push(
      `struct Numbers { ${fields.join(", ")} }`,
      `@group(0) @binding(${kernel.bindings.length}) var<uniform> u: Numbers;`,
    );
  }
  const [x, y] = kernel.workgroup;
  return `${lines.join("\n")}
${kernel.declarations?.() ?? ""}
@compute @workgroup_size(${x}, ${y}, 1)
fn main(@builtin(workgroup_id) wg: vec3u,
        @builtin(local_invocation_id) local: vec3u,
        @builtin(num_workgroups) num: vec3u) {
  let item = (wg.z * num.x + wg.x) * ${x}u + local.x;
${kernel.body()}
}
`;
}
