// tfjs's WebGPU backend with three things changed: every buffer may be bound
// as a uniform (software adapters read those faster), reading fails with a
// sentence where the device failed, and it knows how kernels should be tuned.
import { WebGPUBackend } from "../../third_party/tfjs_webgpu.ts";
import type { Recorder } from "../../model/recorder.ts";
import type { DeviceWatch } from "./device_watch.ts";
import { type BackendInside, lookInside } from "./private_fields.ts";
import { createRecorder, type Tape } from "./recording.ts";

/** Which shapes of kernels an adapter likes. */
export type Tuning = "software" | "hardware";

/** The backend that our kernels run on. */
export class OwnBackend extends WebGPUBackend {
  /** The same object with its private fields in view. */
  readonly inside: BackendInside;
  /** Compiled kernels by key. */
  readonly pipelines: Map<string, GPUComputePipeline> = new Map();
  /** Uniform buffers that never change, by content. */
  readonly constants: Map<string, GPUBuffer> = new Map();
  /** Uniform buffers of the commands that aren't submitted yet. */
  readonly recorded: {
    encoder: GPUCommandEncoder | null;
    readonly uniforms: Map<string, GPUBuffer>;
  } = { encoder: null, uniforms: new Map() };

  /** Records what training repeats; null if nothing is to be recorded. */
  readonly recorder: Recorder | null;
  /** What is being recorded. */
  tape: Tape | null = null;

  /**
   * A backend on a device of ours.
   *
   * @param device The device, created with the adapter's own limits.
   * @param watch What listens to the device's errors.
   * @param tuning Which shapes of kernels to use.
   * @param ahead Epochs that may be under way; null to record nothing.
   */
  constructor(
    device: GPUDevice,
    readonly watch: DeviceWatch,
    readonly tuning: Tuning,
    ahead: number | null = tuning === "hardware" ? 8 : 1,
  ) {
    super(device, device.adapterInfo);
    this.inside = lookInside(this);
    this.recorder = ahead === null ? null : createRecorder(this, ahead);
    const pool = this.inside.bufferManager;
    const acquire = pool.acquireBuffer.bind(pool);
    pool.acquireBuffer = (size, usage, ...rest) =>
      acquire(
        size,
        usage & GPUBufferUsage.STORAGE ? usage | GPUBufferUsage.UNIFORM : usage,
        ...rest,
      );
  }

  /** Nothing is submitted while it is recorded. */
  override submitQueue(): void {
    if (this.tape === null) super.submitQueue();
    else this.inside.dispatchCountInPass = 0;
  }

  /**
   * Writes values through the queue. tfjs maps the new buffer and copies into
   * it, which Deno does by reading all of it first: on a card whose memory is
   * mapped uncached that takes seconds for what is written in milliseconds.
   */
  override uploadToGPU(dataId: object): void {
    const { inside } = this;
    const storage = inside.tensorMap.get(dataId);
    const { values, resource } = storage;
    const plain = values instanceof Float32Array && values.length > 0;
    if (resource || !plain || this.tape) return super.uploadToGPU(dataId);
    // The pool may give a buffer that commands still read: they go first.
    if (inside.commandEncoder) {
      inside.endComputePassEncoder();
      inside.submitQueue();
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC |
      GPUBufferUsage.COPY_DST;
    const buffer = inside.bufferManager.acquireBuffer(
      values.byteLength,
      usage,
    );
    const written = values as Float32Array<ArrayBuffer>;
    this.device.queue.writeBuffer(buffer, 0, written);
    storage.values = null;
    storage.resource = buffer;
  }

  /** Reads a tensor; fails if the device has failed before or meanwhile. */
  override async read(
    dataId: object,
  ): ReturnType<WebGPUBackend["read"]> {
    this.watch.check();
    let values;
    try {
      values = await this.watch.unlessLost(super.read(dataId));
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve)); // its cause arrives
      this.watch.check();
      throw this.watch.fail(error);
    }
    this.watch.check();
    return values;
  }
}
