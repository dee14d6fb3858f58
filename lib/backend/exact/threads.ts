// One shared memory and the threads that compute in it. A job is written at the
// start of the memory and cut into chunks; the main thread and the workers take
// chunks until there are none (kernels/assembly/index.ts). How a job is cut
// depends on shapes only, never on the number of threads.
import { Allocator } from "./allocator.ts";
import { KERNELS } from "./kernels/binary.ts";

// Addresses of kernels/assembly/job.ts, in units of four bytes.
const GENERATION = 1024 / 4;
const QUIT = 1344 / 4;
const SPIN = 1408 / 4;
const SCRATCH = 1472 / 4;
const KERNEL = 1536 / 4;
const ARGUMENTS = 1544 / 4;
const FIRST_FREE = 4096;

/** How often a waiting thread looks before it sleeps: some 50 µs. */
const LOOKS = 20_000;

const PAGES_AT_START = 64;
/** 4 GiB of addresses, or what the system grants. */
const MOST_PAGES = [65536, 32768, 16384];

// Given as text, so that it needs no permission and works from any URL.
const WORKER = `self.onmessage = ({ data: { memory, module, thread } }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.serve(thread);
  self.close();
};`;

interface Exports {
  runJob(threads: number): void;
}

/** Work for all threads. */
export interface Job {
  /** Number of the kernel, see {@linkcode Kernel}. */
  readonly kernel: number;
  /** How many pieces the work is cut into. */
  readonly chunks: number;
  /** Whole numbers and addresses, or {@linkcode floatArgument}s. */
  readonly args: readonly number[];
  /** Bytes that each thread needs for itself. */
  readonly scratch?: number;
}

/** The memory and its threads. */
export class Threads {
  /** The memory that all threads share. */
  readonly memory: WebAssembly.Memory;
  /** Hands out its pieces. */
  readonly allocator: Allocator;
  readonly #control: Int32Array;
  readonly #exports: Exports;
  readonly #workers: Worker[] = [];
  #scratch = 0;
  #scratchBytes = 0;

  /** @param count How many threads, the main thread included. */
  constructor(readonly count: number) {
    this.memory = sharedMemory();
    this.allocator = new Allocator(this.memory, FIRST_FREE);
    this.#control = new Int32Array(this.memory.buffer, 0, FIRST_FREE / 4);
    // With more threads than cores, looking keeps others from working.
    const cores = navigator.hardwareConcurrency;
    this.#control[SPIN] = count <= cores ? LOOKS : 0;
    const module = new WebAssembly.Module(bytesOf(KERNELS));
    const imports = { env: { memory: this.memory } };
    const instance = new WebAssembly.Instance(module, imports);
    this.#exports = instance.exports as unknown as Exports;
    const url = `data:text/javascript,${encodeURIComponent(WORKER)}`;
    for (let thread = 1; thread < count; thread++) {
      const worker = new Worker(url, { type: "module" });
      worker.postMessage({ memory: this.memory, module, thread });
      this.#workers.push(worker);
    }
  }

  /** Runs a job to its end. */
  run({ kernel, chunks, args, scratch = 0 }: Job): void {
    if (chunks === 0) return;
    if (scratch > this.#scratchBytes) this.#growScratch(scratch);
    const control = this.#control;
    control[KERNEL] = kernel;
    control[KERNEL + 1] = chunks;
    for (let i = 0; i < args.length; i++) control[ARGUMENTS + i] = args[i];
    this.#exports.runJob(this.count);
  }

  /** Ends the workers. */
  close(): void {
    Atomics.store(this.#control, QUIT, 1);
    Atomics.add(this.#control, GENERATION, 1);
    Atomics.notify(this.#control, GENERATION);
    for (const worker of this.#workers) worker.terminate();
    this.#workers.length = 0;
  }

  #growScratch(bytes: number) {
    if (this.#scratch) this.allocator.give(this.#scratch);
    // Kernels may write up to a vector beyond their scratch.
    this.#scratchBytes = Math.ceil((bytes + 64) / 4096) * 4096;
    this.#scratch = this.allocator.take(this.#scratchBytes * this.count);
    this.#control[SCRATCH] = this.#scratch;
    this.#control[SCRATCH + 1] = this.#scratchBytes;
  }
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** A float32 as an argument of a job. */
export function floatArgument(value: number): number {
  float[0] = value;
  return bits[0];
}

function sharedMemory(): WebAssembly.Memory {
  for (const maximum of MOST_PAGES) {
    try {
      const initial = PAGES_AT_START;
      return new WebAssembly.Memory({ initial, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new RangeError("The system grants no memory to backend exact.");
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64.replaceAll("\n", ""));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
