// The time of each kernel of a step, by a pair of timestamps around each dispatch,
// and how much of the device's memory bandwidth it uses: bytes are those of the
// buffers that it binds, each once.
import { openWebgpu } from "../../lib/backend/webgpu/open_webgpu.ts";
import type {
  OwnBackend,
  Tuning,
} from "../../lib/backend/webgpu/own_backend.ts";
import * as tf from "../../lib/third_party/tfjs.ts";
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
  /** Workgroups of the one that takes longest. */
  readonly groups: string;
}

/** Kernels of a step by their time. */
export interface KernelTimes {
  readonly batch: number;
  /** Sum of all kernels, and the time from the first to the last, in µs. */
  readonly sum: number;
  readonly span: number;
  /** Bytes a second that a copy on the device reads and writes. */
  readonly bandwidth: number;
  readonly kernels: readonly KernelTime[];
}

const MOST = 4096;
const STEPS = 3;

interface Stamped {
  readonly label: string;
  readonly groups: readonly number[];
  readonly bytes: number;
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
    const { run, dispose } = makeTraining(batch);
    await run(2);
    stamps.begin(device);
    await run(STEPS);
    const { found, ticks } = await stamps.end(device);
    const times = summarize(found, ticks);
    const bandwidth = await copyBandwidth(device);
    dispose();
    return { batch, ...times, bandwidth };
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
  readonly #bytes = new WeakMap<GPUBindGroup, number>();
  #set: GPUQuerySet | null = null;
  #found: Stamped[] = [];

  constructor() {
    const [request, group, bytes] = [this.#request, this.#group, this.#bytes];
    GPUAdapter.prototype.requestDevice = function (descriptor) {
      const requiredFeatures: GPUFeatureName[] = ["timestamp-query"];
      return request.call(this, { ...descriptor, requiredFeatures });
    };
    GPUDevice.prototype.createBindGroup = function (descriptor) {
      const made = group.call(this, descriptor);
      let sum = 0;
      for (const { resource } of descriptor.entries) {
        sum += (resource as GPUBufferBinding).buffer?.size ?? 0;
      }
      bytes.set(made, sum);
      return made;
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
        this.#found.push({
          label: pipeline.label || "stock",
          groups: groups.map((size) => size ?? 1),
          bytes: this.#bytes.get(group) ?? 0,
        });
      },
      end: () => {},
    } as unknown as GPUComputePassEncoder;
  }
}

function summarize(found: readonly Stamped[], ticks: BigUint64Array) {
  const by = new Map<string, KernelTime & { longest: number }>();
  let sum = 0;
  found.forEach(({ label, groups, bytes }, i) => {
    const us = Number(ticks[2 * i + 1] - ticks[2 * i]) / 1000;
    sum += us;
    const old = by.get(label) ??
      { kernel: label, count: 0, us: 0, bytes: 0, groups: "", longest: -1 };
    by.set(label, {
      kernel: label,
      count: old.count + 1 / STEPS,
      us: old.us + us / STEPS,
      bytes: old.bytes + bytes / STEPS,
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

/** Bytes read and written a second, by copies from one large buffer to another. */
async function copyBandwidth(device: GPUDevice): Promise<number> {
  const size = Math.min(1 << 28, device.limits.maxBufferSize);
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [0, 1].map(() => device.createBuffer({ size, usage }));
  const run = async (copies: number) => {
    const begin = performance.now();
    const encoder = device.createCommandEncoder();
    for (let i = 0; i < copies; i++) {
      encoder.copyBufferToBuffer(from, 0, to, 0, size);
    }
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - begin;
  };
  await run(1);
  // What waiting itself takes is in both.
  const [few, many] = [await run(2), await run(22)];
  from.destroy();
  to.destroy();
  return 20 * 2 * size / ((many - few) / 1000);
}
