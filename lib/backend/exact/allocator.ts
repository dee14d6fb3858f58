// Hands out pieces of one WebAssembly memory. Small pieces come from free lists
// by size; large ones from the best fitting gap, and gaps that touch are joined:
// a long run with batches of changing size needs no more than a short one.

/** Pieces are multiples of this, and start at one: a cache line. */
const LINE = 64;
/** Up to this size, pieces are powers of two and are never joined. */
const SMALL = 4096;
const PAGE = 65536;
/** Kernels may read (never write) this far beyond a tensor's end. */
const SLACK = 64;

/** A memory of which pieces are taken and given back. */
export class Allocator {
  /** The memory that pieces are parts of. */
  readonly memory: WebAssembly.Memory;
  /** Bytes in pieces that are taken. */
  used = 0;
  readonly #sizes = new Map<number, number>();
  readonly #small = new Map<number, number[]>();
  /** Gaps by address, ascending: starts and lengths. */
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  #end: number;

  /**
   * @param memory The memory; grows as needed, up to its maximum.
   * @param start First address that may be handed out.
   */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.memory = memory;
    this.#end = roundUp(start, LINE);
  }

  /**
   * Takes a piece, with whatever values are in it.
   *
   * @param bytes Its size.
   * @returns Its address, a multiple of 64.
   * @throws {RangeError} If the memory cannot grow that far.
   */
  take(bytes: number): number {
    const size = sizeOfPiece(bytes);
    const address = size <= SMALL
      ? this.#small.get(size)?.pop() ?? this.#fit(size)
      : this.#fit(size);
    this.#sizes.set(address, size);
    this.used += size;
    return address;
  }

  /** Gives a piece back. */
  give(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) {
      throw new TypeError(`Nothing was taken at address ${address}.`);
    }
    this.#sizes.delete(address);
    this.used -= size;
    if (size > SMALL) return this.#release(address, size);
    const list = this.#small.get(size);
    if (list) list.push(address);
    else this.#small.set(size, [address]);
  }

  #fit(size: number): number {
    let best = -1;
    for (let i = 0; i < this.#starts.length; i++) {
      const length = this.#lengths[i];
      if (length >= size && (best < 0 || length < this.#lengths[best])) {
        best = i;
        if (length === size) break;
      }
    }
    if (best < 0) return this.#extend(size);
    const address = this.#starts[best];
    if (this.#lengths[best] === size) {
      this.#starts.splice(best, 1);
      this.#lengths.splice(best, 1);
    } else {
      this.#starts[best] += size;
      this.#lengths[best] -= size;
    }
    return address;
  }

  #extend(size: number): number {
    const address = this.#end;
    const missing = address + size + SLACK - this.memory.buffer.byteLength;
    if (missing > 0 && !this.#grow(missing)) {
      throw new RangeError(
        `Backend exact is out of memory: ${this.used} bytes are taken, ` +
          `${size} more do not fit.`,
      );
    }
    this.#end += size;
    return address;
  }

  #grow(missing: number): boolean {
    // Many pages at a time: all threads must learn of each growth, and pages
    // that nobody touches cost nothing. Near the maximum, no more than needed.
    for (const unit of [256 * PAGE, PAGE]) {
      try {
        this.memory.grow(roundUp(missing, unit) / PAGE);
        return true;
      } catch {
        // Less may fit.
      }
    }
    return false;
  }

  #release(address: number, size: number) {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] < address) low = middle + 1;
      else high = middle;
    }
    const before = low - 1;
    const touchesBefore = before >= 0 &&
      this.#starts[before] + this.#lengths[before] === address;
    const touchesNext = low < this.#starts.length &&
      address + size === this.#starts[low];
    if (touchesBefore) {
      this.#lengths[before] += size;
      if (!touchesNext) return;
      this.#lengths[before] += this.#lengths[low];
      this.#starts.splice(low, 1);
      this.#lengths.splice(low, 1);
    } else if (touchesNext) {
      this.#starts[low] = address;
      this.#lengths[low] += size;
    } else {
      this.#starts.splice(low, 0, address);
      this.#lengths.splice(low, 0, size);
    }
  }
}

function sizeOfPiece(bytes: number): number {
  if (bytes > SMALL) return roundUp(bytes, LINE);
  let size = LINE;
  while (size < bytes) size *= 2;
  return size;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
