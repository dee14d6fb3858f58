// A TensorFlow.js backend whose float32 tensors lie in one WebAssembly memory.
// JavaScript kernels see them as Float32Array views, WebAssembly kernels by
// address. Everything else (integers, booleans, strings) stays a plain array.
import type * as tf from "../../third_party/tfjs.ts";
import { MathBackendCPU } from "../../third_party/tfjs_cpu.ts";
import type { Allocator } from "./allocator.ts";
import type { Threads } from "./threads.ts";

/** A float32 tensor's place in the memory. */
class Stored {
  readonly dtype = "float32";
  #view: Float32Array | null = null;

  constructor(
    readonly memory: WebAssembly.Memory,
    readonly address: number,
    readonly length: number,
    public refCount: number,
  ) {}

  /** The values themselves, not a copy. Growth of the memory leaves it valid. */
  get values(): Float32Array {
    return this.#view ??= new Float32Array(
      this.memory.buffer,
      this.address,
      this.length,
    );
  }
}

type BackendValues = tf.backend_util.BackendValues;

/** What TensorFlow.js calls for tensors of backend `exact`. */
export class ExactBackend extends MathBackendCPU {
  /** Where tensors lie. */
  readonly allocator: Allocator;

  /** @param threads The threads, which own the memory. */
  constructor(readonly threads: Threads) {
    super();
    this.allocator = threads.allocator;
  }

  override write(
    values: BackendValues,
    shape: number[],
    dtype: tf.DataType,
  ): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    // A complex tensor's parts come without values of its own.
    if (dtype !== "float32" || !values) {
      this.data.set(dataId, { values, dtype, refCount });
      return;
    }
    const length = shape.reduce((size, n) => size * n, 1);
    this.#store(dataId, length, refCount).values.set(values as Float32Array);
  }

  /** A float32 tensor with whatever values are in it. */
  output(shape: readonly number[]): tf.TensorInfo {
    const dataId = {};
    this.#store(dataId, shape.reduce((size, n) => size * n, 1), 1);
    return { dataId, shape: [...shape], dtype: "float32" };
  }

  #store(dataId: object, length: number, refCount: number): Stored {
    const address = this.allocator.take(4 * length);
    const { memory } = this.allocator;
    const stored = new Stored(memory, address, length, refCount);
    this.data.set(dataId, stored);
    return stored;
  }

  /** Address of a float32 tensor. */
  address({ dataId }: tf.TensorInfo): number {
    const stored: object = this.data.get(dataId);
    if (stored instanceof Stored) return stored.address;
    throw new TypeError("A kernel of backend exact takes float32 tensors only");
  }

  /** Runs a function with a piece of memory that is free again after it. */
  withPiece<T>(bytes: number, use: (address: number) => T): T {
    const address = this.allocator.take(bytes);
    try {
      return use(address);
    } finally {
      this.allocator.give(address);
    }
  }

  /** Values of a float32 tensor, to read or write. */
  view({ dataId }: tf.TensorInfo): Float32Array {
    return this.data.get(dataId).values as Float32Array;
  }

  override readSync(dataId: object): BackendValues {
    const stored: object = this.data.get(dataId);
    // A copy: the piece is someone else's after the tensor's end.
    return stored instanceof Stored
      ? new Float32Array(stored.values)
      : super.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const stored: object | undefined = this.data.has(dataId)
      ? this.data.get(dataId)
      : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && stored instanceof Stored) this.allocator.give(stored.address);
    return gone;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }
}
