// The time of each kernel of a step, by a pair of timestamps around each dispatch,
// and how much of the device's memory bandwidth and arithmetic it uses: bytes are
// those of the buffers that it binds, each once.
import { openWebgpu } from "../../lib/backend/webgpu/open_webgpu.ts";
import type {
  OwnBackend,
  Tuning,
} from "../../lib/backend/webgpu/own_backend.ts";
import * as tf from "../../lib/third_party/tfjs.ts";
import { type Limits, measureLimits } from "./limits.ts";
import { makeTraining } from "./step.ts";

/** A kernel of a step. */
export interface KernelTime {
  /** Its key, or "stock". */
  readonly kernel: string;
  /** Dispatches of it in a step. */
  readonly count: number;
  /** Microseconds of a step that they take together. */
  readonly us: number;
  /** Bytes of the buffers that they bind, in a step. */
  readonly bytes: number;
  /** Float32 operations of a product, in a step; 0 for other kernels. */
  readonly operations: number;
  /** Workgroups of the one that takes longest. */
  readonly groups: string;
}

/** Kernels of a step by their time. */
export interface KernelTimes {
  readonly batch: number;
  /** Sum of all kernels, and the time from the first to the last, in µs. */
  readonly sum: number;
  readonly span: number;
  readonly limits: Limits;
  readonly kernels: readonly KernelTime[];
}

const MOST = 4096;
const STEPS = 3;

interface Stamped {
  readonly label: string;
  readonly groups: readonly number[];
  readonly bytes: number;
  readonly operations: number;
}

/**
 * Times the kernels of a step.
 *
 * @returns Null if the adapter has no timestamps.
 */
export async function kernelTimes(
  batch: number,
  tuning?: Tuning,
): Promise<KernelTimes | null> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter?.features.has("timestamp-query")) return null;
  const stamps = new Stamps();
  const webgpu = await openWebgpu({ tuning });
  try {
    const { device } = tf.backend() as OwnBackend;
    const kind = webgpu.software ? "software" : "hardware";
    const { run, dispose } = makeTraining(batch);
    await run(2);
    stamps.begin(device);
    await run(STEPS);
    const { found, ticks } = await stamps.end(device);
    const times = summarize(found, ticks);
    dispose();
    const limits = await measureLimits(device, async (run) => {
      stamps.begin(device);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      run(pass);
      pass.end();
      device.queue.submit([encoder.finish()]);
      const { found, ticks } = await stamps.end(device);
      return found.map((_, i) => Number(ticks[2 * i + 1] - ticks[2 * i]));
    }, kind);
    webgpu.check();
    return { batch, ...times, limits };
  } finally {
    stamps.restore();
    await webgpu.close();
  }
}

/** Puts each dispatch in a pass of its own, with timestamps at both ends. */
class Stamps {
  readonly #request = GPUAdapter.prototype.requestDevice;
  readonly #begin = GPUCommandEncoder.prototype.beginComputePass;
  readonly #group = GPUDevice.prototype.createBindGroup;
  readonly #write = GPUQueue.prototype.writeBuffer;
  readonly #bound = new WeakMap<GPUBindGroup, readonly GPUBuffer[]>();
  readonly #numbers = new WeakMap<GPUBuffer, Uint32Array>();
  #set: GPUQuerySet | null = null;
  #found: Stamped[] = [];

  constructor() {
    const [request, group, write] = [this.#request, this.#group, this.#write];
    const [bound, numbers] = [this.#bound, this.#numbers];
    GPUAdapter.prototype.requestDevice = function (descriptor) {
      const requiredFeatures: GPUFeatureName[] = ["timestamp-query"];
      return request.call(this, { ...descriptor, requiredFeatures });
    };
    GPUDevice.prototype.createBindGroup = function (descriptor) {
      const made = group.call(this, descriptor);
      bound.set(
        made,
        [...descriptor.entries].map(({ resource }) =>
          (resource as GPUBufferBinding).buffer
        ),
      );
      return made;
    };
    // The sizes of a product are in its last buffer.
    GPUQueue.prototype.writeBuffer = function (buffer, at, data, ...rest) {
      if (data instanceof ArrayBuffer && data.byteLength <= 64) {
        numbers.set(buffer, new Uint32Array(data.slice(0)));
      }
      return write.call(this, buffer, at, data as BufferSource, ...rest);
    };
    const wrap = (encoder: GPUCommandEncoder) => this.#pass(encoder);
    GPUCommandEncoder.prototype.beginComputePass = function () {
      return wrap(this);
    };
  }

  begin(device: GPUDevice): void {
    this.#set = device.createQuerySet({ type: "timestamp", count: MOST });
    this.#found = [];
  }

  async end(device: GPUDevice) {
    const set = this.#set!;
    this.#set = null;
    const count = 2 * this.#found.length;
    const usage = GPUBufferUsage;
    const resolved = device.createBuffer({
      size: MOST * 8,
      usage: usage.QUERY_RESOLVE | usage.COPY_SRC,
    });
    const read = device.createBuffer({
      size: MOST * 8,
      usage: usage.MAP_READ | usage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, read, 0, count * 8);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const ticks = new BigUint64Array(read.getMappedRange().slice(0));
    return { found: this.#found, ticks };
  }

  restore(): void {
    GPUAdapter.prototype.requestDevice = this.#request;
    GPUDevice.prototype.createBindGroup = this.#group;
    GPUQueue.prototype.writeBuffer = this.#write;
    GPUCommandEncoder.prototype.beginComputePass = this.#begin;
  }

  #pass(encoder: GPUCommandEncoder): GPUComputePassEncoder {
    let pipeline: GPUComputePipeline;
    let group: GPUBindGroup;
    return {
      setPipeline: (next: GPUComputePipeline) => void (pipeline = next),
      setBindGroup: (_: number, next: GPUBindGroup) => void (group = next),
      dispatchWorkgroups: (...groups: [number, number?, number?]) => {
        const at = 2 * this.#found.length;
        const timed = this.#set !== null && at + 2 <= MOST;
        const pass = this.#begin.call(
          encoder,
          timed
            ? {
              timestampWrites: {
                querySet: this.#set!,
                beginningOfPassWriteIndex: at,
                endOfPassWriteIndex: at + 1,
              },
            }
            : undefined,
        );
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...groups);
        pass.end();
        if (!timed) return;
        const label = pipeline.label || "stock";
        const buffers = this.#bound.get(group) ?? [];
        const [m, n, k] = label.startsWith("tiled ")
          ? this.#numbers.get(buffers[buffers.length - 1]) ?? [0, 0, 0]
          : [0, 0, 0];
        this.#found.push({
          label,
          groups: groups.map((size) => size ?? 1),
          bytes: buffers.reduce((sum, { size }) => sum + size, 0),
          operations: 2 * m * n * k,
        });
      },
      end: () => {},
    } as unknown as GPUComputePassEncoder;
  }
}

function summarize(found: readonly Stamped[], ticks: BigUint64Array) {
  const by = new Map<string, KernelTime & { longest: number }>();
  let sum = 0;
  found.forEach(({ label, groups, bytes, operations }, i) => {
    const us = Number(ticks[2 * i + 1] - ticks[2 * i]) / 1000;
    sum += us;
    const old = by.get(label) ?? {
      kernel: label,
      count: 0,
      us: 0,
      bytes: 0,
      operations: 0,
      groups: "",
      longest: -1,
    };
    by.set(label, {
      kernel: label,
      count: old.count + 1 / STEPS,
      us: old.us + us / STEPS,
      bytes: old.bytes + bytes / STEPS,
      operations: old.operations + operations / STEPS,
      ...(us > old.longest
        ? { groups: groups.join(" × "), longest: us }
        : { groups: old.groups, longest: old.longest }),
    });
  });
  const last = 2 * found.length - 1;
  return {
    sum: sum / STEPS,
    span: Number(ticks[last] - ticks[0]) / 1000 / STEPS,
    kernels: [...by.values()]
      .map(({ longest: _, ...kernel }) => kernel)
      .sort((a, b) => b.us - a.us),
  };
}
