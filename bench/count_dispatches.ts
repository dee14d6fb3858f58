// Counts what WebGPU is asked to run, whoever asks.

/** Counts the compute dispatches of a run. */
export async function countDispatches(
  run: () => Promise<unknown>,
): Promise<number> {
  const { prototype } = GPUComputePassEncoder;
  const original = prototype.dispatchWorkgroups;
  let count = 0;
  prototype.dispatchWorkgroups = function (...groups) {
    count++;
    return original.apply(this, groups);
  };
  try {
    await run();
  } finally {
    prototype.dispatchWorkgroups = original;
  }
  return count;
}
