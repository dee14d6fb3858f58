// Where threads meet: fixed addresses at the start of the memory, each on a
// cache line of its own. A job is a kernel's number, a count of chunks and up
// to 60 arguments of four bytes.

// @ts-ignore: decorator
@inline export const GENERATION: usize = 1024;
// @ts-ignore: decorator
@inline export const COUNTER: usize = 1088;
// @ts-ignore: decorator
@inline export const DONE: usize = 1152;
// @ts-ignore: decorator
@inline export const SLEEPERS: usize = 1216;
// @ts-ignore: decorator
@inline export const MAIN_WAITS: usize = 1280;
// @ts-ignore: decorator
@inline export const QUIT: usize = 1344;
// @ts-ignore: decorator
@inline export const SPIN: usize = 1408;
/** Address of the scratch of thread 0, then bytes of scratch per thread. */
// @ts-ignore: decorator
@inline export const SCRATCH: usize = 1472;
// @ts-ignore: decorator
@inline export const KERNEL: usize = 1536;
// @ts-ignore: decorator
@inline export const CHUNKS: usize = 1540;
// @ts-ignore: decorator
@inline export const ARGUMENTS: usize = 1544;

/** A whole-number argument, or an address. */
// @ts-ignore: decorator
@inline
export function int(i: i32): i32 {
  return load<i32>(ARGUMENTS + ((<usize>i) << 2));
}

/** An argument that is an address. */
// @ts-ignore: decorator
@inline
export function address(i: i32): usize {
  return load<usize>(ARGUMENTS + ((<usize>i) << 2));
}

/** A float argument. */
// @ts-ignore: decorator
@inline
export function float(i: i32): f32 {
  return load<f32>(ARGUMENTS + ((<usize>i) << 2));
}

// @ts-ignore: decorator
@inline
export function min(a: i32, b: i32): i32 {
  return a < b ? a : b;
}

/** Stores the first n (1 to 4) lanes. */
// @ts-ignore: decorator
@inline
export function storeLanes(p: usize, v: v128, n: i32): void {
  if (n >= 4) {
    v128.store(p, v);
    return;
  }
  store<f32>(p, f32x4.extract_lane(v, 0));
  if (n > 1) store<f32>(p, f32x4.extract_lane(v, 1), 4);
  if (n > 2) store<f32>(p, f32x4.extract_lane(v, 2), 8);
}
