// What tfjs-backend-webgpu keeps to itself and our kernels need: the command
// encoder that stock kernels record into, the buffers behind the tensors, the
// pool they come from. Valid for version 4.22.0; checked when a backend opens.
import type { TensorInfo } from "../../third_party/tfjs.ts";

/** One tensor's storage. `values` is a copy on the CPU, if there is one. */
export interface TensorStorage {
  values: unknown;
  resource?: GPUBuffer | null;
  refCount: number;
}

/** The pool of buffers, keyed by exact size and usage. */
export interface BufferPool {
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(
    size: number,
    usage: number,
    mappedAtCreation?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

/** tfjs's `WebGPUBackend`, seen from inside. */
export interface BackendInside {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(dataId: object): TensorStorage };
  readonly bufferManager: BufferPool;
  readonly uniformPendingDisposal: GPUBuffer[];
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  makeTensorInfo(shape: number[], dtype: string): TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

const FIELDS: { readonly [field in keyof BackendInside]: string } = {
  device: "object",
  queue: "object",
  tensorMap: "object",
  bufferManager: "object",
  uniformPendingDisposal: "object",
  commandEncoder: "object",
  computePassEncoder: "object",
  dispatchCountInPass: "number",
  ensureCommandEncoderReady: "function",
  endComputePassEncoder: "function",
  submitQueue: "function",
  uploadToGPU: "function",
  makeTensorInfo: "function",
  disposeData: "function",
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
