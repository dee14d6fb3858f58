// What tfjs-backend-webgpu keeps to itself and our kernels need: the command
// encoder that stock kernels record into, the buffers behind the tensors, the
// pool they come from. Valid for version 4.22.0; checked when a backend opens.
import type { TensorInfo } from "../../third_party/tfjs.ts";

/** One tensor's storage. `values` is a copy on the CPU, if there is one. */
export interface TensorStorage {
  /** Copy on the CPU, or null. */
  values: unknown;
  /** Copy on the device, or null. */
  resource?: GPUBuffer | null;
  /** How many tensors share it. */
  refCount: number;
}

/** The pool of buffers, keyed by exact size and usage. */
export interface BufferPool {
  /** Bytes that tensors hold. */
  numBytesUsed: number;
  /** Bytes of all buffers. */
  numBytesAllocated: number;
  /** Takes a buffer, or makes one. */
  acquireBuffer(
    size: number,
    usage: number,
    mappedAtCreation?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
  /** Gives a buffer back. */
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** tfjs's `WebGPUBackend`, seen from inside. */
export interface BackendInside {
  /** The device. */
  readonly device: GPUDevice;
  /** Its queue. */
  readonly queue: GPUQueue;
  /** Storage by tensor. */
  readonly tensorMap: {
    get(dataId: object): TensorStorage;
    delete(dataId: object): boolean;
  };
  /** Where buffers come from. */
  bufferManager: BufferPool;
  /** Given back after the next submit. */
  readonly uniformPendingDisposal: GPUBuffer[];
  /** Tensors that are freed after the next submit. */
  readonly tensorDataPendingDisposal: object[];
  /** Tensors that commands of stock kernels use, which are not submitted yet. */
  commandQueueOwnedIds: WeakSet<object>;
  /** Commands so far, or null. */
  commandEncoder: GPUCommandEncoder | null;
  /** The pass they are recorded in, or null. */
  computePassEncoder: GPUComputePassEncoder | null;
  /** Dispatches since the last submit. */
  dispatchCountInPass: number;
  /** Makes a command encoder if there is none. */
  ensureCommandEncoderReady(): void;
  /** Ends the pass. */
  endComputePassEncoder(): void;
  /** Submits the commands. */
  submitQueue(): void;
  /** Makes the tensor's buffer, with its values. */
  uploadToGPU(dataId: object): void;
  /** Makes a tensor without values. */
  makeTensorInfo(shape: number[], dtype: string): TensorInfo;
  /** Gives a tensor back. */
  disposeData(dataId: object, force?: boolean): boolean;
  /** Gives a tensor's buffer back. */
  releaseResource(dataId: object): void;
  /** One more tensor shares the storage. */
  incRef(dataId: object): void;
}

const FIELDS: { readonly [field in keyof BackendInside]: string } = {
  device: "object",
  queue: "object",
  tensorMap: "object",
  bufferManager: "object",
  uniformPendingDisposal: "object",
  tensorDataPendingDisposal: "object",
  commandQueueOwnedIds: "object",
  commandEncoder: "object",
  computePassEncoder: "object",
  dispatchCountInPass: "number",
  ensureCommandEncoderReady: "function",
  endComputePassEncoder: "function",
  submitQueue: "function",
  uploadToGPU: "function",
  makeTensorInfo: "function",
  disposeData: "function",
  releaseResource: "function",
  incRef: "function",
};

/**
 * Looks into a `WebGPUBackend`.
 *
 * @param backend The backend of tfjs-backend-webgpu.
 * @throws {TypeError} If a field is missing or of another kind, as in another
 * version of the package.
 */
export function lookInside(backend: object): BackendInside {
  const fields = backend as Record<string, unknown>;
  for (const [field, kind] of Object.entries(FIELDS)) {
    const found = typeof fields[field];
    if (found !== kind) {
      throw new TypeError(
        `The WebGPU backend of TensorFlow.js has ${field} as ${found}, but ` +
          `the kernels need it as ${kind}: they are written for version 4.22.0`,
      );
    }
  }
  return backend as BackendInside;
}
