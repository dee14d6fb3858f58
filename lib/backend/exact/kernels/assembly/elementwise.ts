// Kernels over plain runs of floats. A chunk is a run of `step` floats (a
// multiple of four).
import { address, float, int, min, storeLanes } from "./job.ts";

/** Sum: 0 a, 1 b, 2 result, 3 floats, 4 floats of a chunk. */
export function add(chunk: i32): void {
  const first = chunk * int(4);
  const n = min(int(4), int(3) - first);
  const at = <usize>first * 4;
  const a = address(0) + at;
  const b = address(1) + at;
  const to = address(2) + at;
  const end = <usize>n * 4;
  const whole = end & ~15;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(a + i), v128.load(b + i)));
  }
  for (; i < end; i += 4) {
    store<f32>(to + i, load<f32>(a + i) + load<f32>(b + i));
  }
}

/** ReLU or ReLU6: 0 x, 1 result, 2 activation, 3 floats, 4 floats of a chunk. */
export function rectify(chunk: i32): void {
  const first = chunk * int(4);
  const n = min(int(4), int(3) - first);
  const at = <usize>first * 4;
  const from = address(0) + at;
  const to = address(1) + at;
  const top = f32x4.splat(int(2) == 2 ? 6 : Infinity);
  for (let i = 0; i < n; i += 4) {
    const p = <usize>i * 4;
    const y = f32x4.pmin(
      f32x4.pmax(v128.load(from + p), f32x4.splat(0)), top,
    );
    storeLanes(to + p, y, n - i);
  }
}

/**
 * Adam in place: 0 variable, 1 m, 2 v, 3 floats, 4 floats of a chunk,
 * 5 gradient, 6 step size, 7 1 − β₁, 8 1 − β₂, 9 epsilon.
 */
export function adam(chunk: i32): void {
  const first = chunk * int(4);
  const n = min(int(4), int(3) - first);
  const at = <usize>first * 4;
  const variable = address(0) + at;
  const ms = address(1) + at;
  const vs = address(2) + at;
  const gs = address(5) + at;
  const stepSize = f32x4.splat(float(6));
  const rate1 = f32x4.splat(float(7));
  const rate2 = f32x4.splat(float(8));
  const epsilon = f32x4.splat(float(9));
  for (let i = 0; i < n; i += 4) {
    const p = <usize>i * 4;
    const g = v128.load(gs + p);
    let m = v128.load(ms + p);
    let v = v128.load(vs + p);
    m = f32x4.add(m, f32x4.mul(f32x4.sub(g, m), rate1));
    v = f32x4.add(v, f32x4.mul(f32x4.sub(f32x4.mul(g, g), v), rate2));
    const change = f32x4.div(
      f32x4.mul(m, stepSize), f32x4.add(f32x4.sqrt(v), epsilon),
    );
    storeLanes(ms + p, m, n - i);
    storeLanes(vs + p, v, n - i);
    storeLanes(
      variable + p, f32x4.sub(v128.load(variable + p), change), n - i,
    );
  }
}
