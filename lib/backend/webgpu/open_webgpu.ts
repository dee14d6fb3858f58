// Opens TensorFlow.js's WebGPU backend on a device of our own, so that its
// limits and its errors are ours to handle, and puts our kernels in place of
// the slow ones.
import { InputError } from "../../errors.ts";
import * as tf from "../../third_party/tfjs.ts";
import "../../third_party/tfjs_webgpu.ts";
import { isSoftwareAdapter } from "./adapter.ts";
import { watchDevice } from "./device_watch.ts";
import { OwnBackend, type Tuning } from "./own_backend.ts";
import { registerKernels } from "./register.ts";

/** What {@linkcode openWebgpu} may be told. */
export interface WebgpuOptions {
  /** The adapter; asked for if not given. */
  readonly adapter?: GPUAdapter;
  /** Overrides what the adapter says of itself, for tests. */
  readonly tuning?: Tuning;
  /**
   * Epochs that may be under way, or null to record nothing: for tests, as the
   * result is the same.
   */
  readonly ahead?: number | null;
}

/** An open WebGPU backend. */
export interface OpenWebgpu {
  /** What the adapter says of itself. */
  readonly adapterInfo: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
  };
  /** Whether the adapter is a program on the processor. */
  readonly software: boolean;
  /**
   * Call it after data were read.
   *
   * @throws {InputError} The device's first error, in a sentence.
   */
  check(): void;
  /** Frees the device and gives the name `webgpu` back to the stock backend. */
  close(): Promise<void>;
}

type Factory = ReturnType<typeof tf.findBackendFactory>;

/** TensorFlow.js has one backend of a name. */
let opened = false;

/** Commands recorded before they are submitted: submitting costs. */
const COMMANDS_PER_SUBMIT = 60;

const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxUniformBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupsPerDimension",
] as const;

/**
 * Opens the WebGPU backend and makes it TensorFlow.js's current one. Only one
 * can be open at a time.
 *
 * @param options Adapter and tuning.
 * @throws {InputError} If there is no adapter or it gives no device.
 * @throws {Error} If one is open already, or TensorFlow.js takes another
 * backend instead.
 *
 * @example
 * ```ts
 * import { openWebgpu } from "./open_webgpu.ts";
 *
 * if (await navigator.gpu?.requestAdapter()) {
 *   const webgpu = await openWebgpu();
 *   console.error(webgpu.adapterInfo.description);
 *   await webgpu.close();
 * }
 * ```
 */
export async function openWebgpu(
  { adapter, tuning, ahead }: WebgpuOptions = {},
): Promise<OpenWebgpu> {
  if (opened) throw new Error("A WebGPU backend is open already");
  const found = adapter ?? await findAdapter();
  const software = isSoftwareAdapter(found);
  const device = await makeDevice(found);
  const watch = watchDevice(device);
  const backend = new OwnBackend(
    device,
    watch,
    tuning ?? (software ? "software" : "hardware"),
    ahead,
  );
  opened = true;
  const stock = tf.findBackendFactory("webgpu") as Factory | undefined;
  if (stock) tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => backend, 3);
  tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", COMMANDS_PER_SUBMIT);
  const restoreKernels = registerKernels();
  const taken = await tf.setBackend("webgpu");
  if (!taken || tf.getBackend() !== "webgpu" || tf.backend() !== backend) {
    throw new Error(
      `TensorFlow.js took ${tf.getBackend()} instead of its webgpu backend`,
    );
  }
  const { vendor, architecture, device: name, description } = found.info;
  return {
    adapterInfo: { vendor, architecture, device: name, description },
    software,
    check: () => watch.check(),
    async close() {
      watch.end();
      opened = false;
      restoreKernels();
      await tf.setBackend("cpu");
      tf.removeBackend("webgpu");
      if (stock) tf.registerBackend("webgpu", stock, 3);
      device.destroy();
    },
  };
}

async function findAdapter(): Promise<GPUAdapter> {
  let adapter: GPUAdapter | null = null;
  try {
    adapter = await navigator.gpu?.requestAdapter({
      powerPreference: "high-performance",
    }) ?? null;
  } catch {
    // no driver at all
  }
  if (adapter) return adapter;
  throw new InputError(
    "There is no WebGPU adapter: looked for a hardware or software one " +
      "through navigator.gpu, found none.",
  );
}

async function makeDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of LIMITS) requiredLimits[limit] = adapter.limits[limit];
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new InputError(`The WebGPU adapter gave no device (${cause}).`);
  }
}
