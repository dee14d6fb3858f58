// Counts the bytes of the buffers that there are, whoever made them: the API
// does not tell how much of a card's memory is taken.

/** Buffers from now on. */
export interface LiveBuffers {
  /** Bytes of those that are not destroyed. */
  readonly bytes: number;
  /** Most bytes at once. */
  readonly peak: number;
  /** Stops counting. */
  restore(): void;
}

/** Counts from now on. */
export function liveBuffers(): LiveBuffers {
  const [device, buffer] = [GPUDevice.prototype, GPUBuffer.prototype];
  const { createBuffer } = device;
  const { destroy } = buffer;
  const alive = new WeakSet<GPUBuffer>();
  let bytes = 0;
  let peak = 0;
  device.createBuffer = function (descriptor) {
    const made = createBuffer.call(this, descriptor);
    alive.add(made);
    bytes += made.size;
    peak = Math.max(peak, bytes);
    return made;
  };
  buffer.destroy = function () {
    if (alive.delete(this)) bytes -= this.size;
    destroy.call(this);
  };
  return {
    get bytes() {
      return bytes;
    },
    get peak() {
      return peak;
    },
    restore() {
      device.createBuffer = createBuffer;
      buffer.destroy = destroy;
    },
  };
}
