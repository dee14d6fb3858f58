// The buffers of one recording: planned once, while it is made, and nobody
// else's afterwards. What a tensor gives back is taken by the next one of its
// size, as the commands run in order.
import type { BufferPool } from "./private_fields.ts";

/** Takes the place of tfjs's pool while something is recorded. */
export class RecordingPool implements BufferPool {
  numBytesUsed = 0;
  numBytesAllocated = 0;
  readonly #all = new Set<GPUBuffer>();
  readonly #kept = new Set<GPUBuffer>();
  readonly #free = new Map<string, GPUBuffer[]>();

  /** @param device Where buffers are made. */
  constructor(readonly device: GPUDevice) {}

  acquireBuffer(
    size: number,
    usage: number,
    mappedAtCreation = false,
  ): GPUBuffer {
    const flags = usage & GPUBufferUsage.STORAGE
      ? usage | GPUBufferUsage.UNIFORM
      : usage;
    const free = this.#free.get(`${size} ${flags}`);
    // The one that was given back first: a device need not wait for whoever had
    // it last.
    if (!mappedAtCreation && free && free.length > 0) return free.shift()!;
    const buffer = this.device.createBuffer({
      size,
      usage: flags,
      mappedAtCreation,
    });
    this.numBytesAllocated += size;
    this.numBytesUsed += size;
    this.#all.add(buffer);
    // Its values are written now and not each time: it stays as it is.
    if (mappedAtCreation) this.#kept.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer): void {
    if (!this.#all.has(buffer)) {
      throw new Error("A recording frees a tensor that it has not made");
    }
    if (this.#kept.has(buffer)) return;
    const key = `${buffer.size} ${buffer.usage}`;
    const free = this.#free.get(key);
    if (free) free.push(buffer);
    else this.#free.set(key, [buffer]);
  }

  /** Frees all of them on the device. */
  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
  }
}
