// Batch norm. Sums go over a chunk's rows in float32, four rows at a time and
// shifted by the first row, so that a large mean does no harm; chunks are added
// up in float64, in order.
import { address, float, int, min, storeLanes } from "./job.ts";

/**
 * Partial sums of x − shift and of its square, `[chunk][2][channels rounded up
 * to 4]`. 0 x, 1 partial sums, 2 rows, 3 channels, 4 rows of a chunk.
 */
export function momentSums(chunk: i32): void {
  const channels = int(3);
  const step = int(4);
  const first = chunk * step;
  const rows = min(step, int(2) - first);
  const row = <usize>channels * 4;
  const padded = <usize>((channels + 3) & ~3) * 4;
  const to = address(1) + <usize>chunk * 2 * padded;
  memory.fill(to, 0, 2 * padded);
  let from = address(0) + <usize>first * row;
  const shifts = address(0);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let c: usize = 0; c < row; c += 16) {
      const p = from + c;
      const q = to + c;
      const shift = v128.load(shifts + c);
      const a = f32x4.sub(v128.load(p), shift);
      const b = f32x4.sub(v128.load(p + row), shift);
      const d = f32x4.sub(v128.load(p + 2 * row), shift);
      const e = f32x4.sub(v128.load(p + 3 * row), shift);
      v128.store(q, f32x4.add(
        v128.load(q), f32x4.add(f32x4.add(a, b), f32x4.add(d, e)),
      ));
      v128.store(q + padded, f32x4.add(
        v128.load(q + padded),
        f32x4.add(
          f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)),
          f32x4.add(f32x4.mul(d, d), f32x4.mul(e, e)),
        ),
      ));
    }
    from += 4 * row;
  }
  for (; r < rows; r++) {
    for (let c: usize = 0; c < row; c += 16) {
      const q = to + c;
      const a = f32x4.sub(v128.load(from + c), v128.load(shifts + c));
      v128.store(q, f32x4.add(v128.load(q), a));
      v128.store(
        q + padded, f32x4.add(v128.load(q + padded), f32x4.mul(a, a)),
      );
    }
    from += row;
  }
}

/**
 * Mean, variance, and what y = (x − mean)·scale + beta needs. 0 x, 1 partial sums,
 * 2 rows, 3 channels, 4 chunks, 5 mean, 6 variance, 7 gamma, 8 beta,
 * 9 scale and beta `[2][channels rounded up to 4]`, 10 epsilon.
 */
export function moments(): void {
  const channels = int(3);
  const chunks = int(4);
  const rows = <f64>int(2);
  const padded = <usize>((channels + 3) & ~3) * 4;
  for (let i = 0; i < channels; i++) {
    const c = <usize>i * 4;
    let sum: f64 = 0;
    let squares: f64 = 0;
    let p = address(1) + c;
    for (let chunk = 0; chunk < chunks; chunk++) {
      sum += <f64>load<f32>(p);
      squares += <f64>load<f32>(p + padded);
      p += 2 * padded;
    }
    const shifted = sum / rows;
    const variance = max<f64>(squares / rows - shifted * shifted, 0);
    store<f32>(address(5) + c, <f32>(shifted + <f64>load<f32>(address(0) + c)));
    store<f32>(address(6) + c, <f32>variance);
  }
  coefficients();
}

/** Scale and beta from mean and variance: arguments as in {@link moments}. */
export function coefficients(): void {
  const channels = int(3);
  const epsilon = <f64>float(10);
  const padded = <usize>((channels + 3) & ~3) * 4;
  for (let i = 0; i < channels; i++) {
    const c = <usize>i * 4;
    const variance = <f64>load<f32>(address(6) + c);
    const gamma = address(7) ? <f64>load<f32>(address(7) + c) : 1;
    const beta = address(8) ? <f64>load<f32>(address(8) + c) : 0;
    const scale = gamma / sqrt<f64>(variance + epsilon);
    store<f32>(address(9) + c, <f32>scale);
    store<f32>(address(9) + padded + c, <f32>beta);
  }
}

// @ts-ignore: decorator
@inline
function scaled(
  x: v128, mean: v128, scale: v128, offset: v128, relu6: i32,
): v128 {
  const y = f32x4.add(f32x4.mul(f32x4.sub(x, mean), scale), offset);
  return relu6
    ? f32x4.pmin(f32x4.pmax(y, f32x4.splat(0)), f32x4.splat(6))
    : y;
}

/** y = (x − mean)·scale + beta, then maybe ReLU6, which lets NaN through. */
function normalizeRows(
  from: usize, to: usize, rows: i32, channels: i32, scales: usize,
  means: usize, relu6: i32,
): void {
  const row = <usize>channels * 4;
  const offsets = scales + <usize>((channels + 3) & ~3) * 4;
  const whole = row & ~15;
  const lanes = channels & 3;
  let r = lanes ? rows : 0;
  for (; r + 4 <= rows; r += 4) {
    for (let c: usize = 0; c < row; c += 16) {
      const mean = v128.load(means + c);
      const scale = v128.load(scales + c);
      const offset = v128.load(offsets + c);
      let p = from + c;
      let q = to + c;
      v128.store(q, scaled(v128.load(p), mean, scale, offset, relu6));
      p += row;
      q += row;
      v128.store(q, scaled(v128.load(p), mean, scale, offset, relu6));
      p += row;
      q += row;
      v128.store(q, scaled(v128.load(p), mean, scale, offset, relu6));
      p += row;
      q += row;
      v128.store(q, scaled(v128.load(p), mean, scale, offset, relu6));
    }
    from += 4 * row;
    to += 4 * row;
  }
  for (r = lanes ? 0 : r; r < rows; r++) {
    for (let c: usize = 0; c < whole; c += 16) {
      v128.store(to + c, scaled(
        v128.load(from + c), v128.load(means + c), v128.load(scales + c),
        v128.load(offsets + c), relu6,
      ));
    }
    if (lanes) {
      storeLanes(to + whole, scaled(
        v128.load(from + whole), v128.load(means + whole),
        v128.load(scales + whole), v128.load(offsets + whole), relu6,
      ), lanes);
    }
    from += row;
    to += row;
  }
}

/**
 * A job of {@link normalizeRows}. 0 x, 1 y, 2 rows, 3 channels, 4 rows of a
 * chunk, 5 scale and beta, 6 whether ReLU6 follows, 7 mean.
 */
export function normalize(chunk: i32): void {
  const channels = int(3);
  const step = int(4);
  const first = chunk * step;
  const at = <usize>first * <usize>channels * 4;
  normalizeRows(
    address(0) + at, address(1) + at, min(step, int(2) - first), channels,
    address(5), address(7), int(6),
  );
}

/** The gradient where 0 < y < 6, else 0. */
// @ts-ignore: decorator
@inline
function masked(g: v128, d: v128, scale: v128, beta: v128): v128 {
  const y = f32x4.add(f32x4.mul(d, scale), beta);
  return v128.and(g, v128.and(
    f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, f32x4.splat(6)),
  ));
}

/**
 * Partial sums of dy (where ReLU6 lets it through) and of dy·(x − mean),
 * `[chunk][2][channels rounded up to 4]`. 0 x, 1 dy, 2 rows, 3 channels, 4 rows
 * of a chunk, 5 scale and beta, 6 whether ReLU6, 7 mean, 8 partial sums.
 */
export function gradientSums(chunk: i32): void {
  const channels = int(3);
  const step = int(4);
  const first = chunk * step;
  const rows = min(step, int(2) - first);
  const row = <usize>channels * 4;
  const padded = <usize>((channels + 3) & ~3) * 4;
  const scales = address(5);
  const relu6 = int(6);
  const means = address(7);
  const to = address(8) + <usize>chunk * 2 * padded;
  memory.fill(to, 0, 2 * padded);
  let px = address(0) + <usize>first * row;
  let pg = address(1) + <usize>first * row;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let c: usize = 0; c < row; c += 16) {
      const mean = v128.load(means + c);
      let p = px + c;
      let q = pg + c;
      const x0 = f32x4.sub(v128.load(p), mean);
      const x1 = f32x4.sub(v128.load(p + row), mean);
      const x2 = f32x4.sub(v128.load(p + 2 * row), mean);
      const x3 = f32x4.sub(v128.load(p + 3 * row), mean);
      let g0 = v128.load(q);
      let g1 = v128.load(q + row);
      let g2 = v128.load(q + 2 * row);
      let g3 = v128.load(q + 3 * row);
      if (relu6) {
        const scale = v128.load(scales + c);
        const offset = v128.load(scales + padded + c);
        g0 = masked(g0, x0, scale, offset);
        g1 = masked(g1, x1, scale, offset);
        g2 = masked(g2, x2, scale, offset);
        g3 = masked(g3, x3, scale, offset);
      }
      p = to + c;
      v128.store(p, f32x4.add(
        v128.load(p), f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3)),
      ));
      p += padded;
      g0 = f32x4.mul(g0, x0);
      g1 = f32x4.mul(g1, x1);
      g2 = f32x4.mul(g2, x2);
      g3 = f32x4.mul(g3, x3);
      v128.store(p, f32x4.add(
        v128.load(p), f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3)),
      ));
    }
    px += 4 * row;
    pg += 4 * row;
  }
  for (; r < rows; r++) {
    for (let c: usize = 0; c < row; c += 16) {
      const x = f32x4.sub(v128.load(px + c), v128.load(means + c));
      let g = v128.load(pg + c);
      if (relu6) {
        g = masked(
          g, x, v128.load(scales + c), v128.load(scales + padded + c),
        );
      }
      const p = to + c;
      v128.store(p, f32x4.add(v128.load(p), g));
      v128.store(p + padded, f32x4.add(
        v128.load(p + padded),
        f32x4.mul(g, x),
      ));
    }
    px += row;
    pg += row;
  }
}

/**
 * Adds them up: dgamma, dbeta, and what dx = scale·g + slope·(x − mean) + level
 * needs. 1 partial sums, 2 rows, 3 channels, 4 chunks, 5 mean, 6 variance,
 * 7 gamma, 10 epsilon, 11 dgamma, 12 dbeta, 13 slope and level `[2][channels
 * rounded up to 4]`.
 */
export function gradientCoefficients(): void {
  const channels = int(3);
  const chunks = int(4);
  const rows = <f64>int(2);
  const epsilon = <f64>float(10);
  const padded = <usize>((channels + 3) & ~3) * 4;
  for (let i = 0; i < channels; i++) {
    const c = <usize>i * 4;
    let sum: f64 = 0;
    let products: f64 = 0;
    let p = address(1) + c;
    for (let chunk = 0; chunk < chunks; chunk++) {
      sum += <f64>load<f32>(p);
      products += <f64>load<f32>(p + padded);
      p += 2 * padded;
    }
    const inverse = 1 / sqrt<f64>(<f64>load<f32>(address(6) + c) + epsilon);
    const scale = inverse * <f64>load<f32>(address(7) + c);
    store<f32>(address(11) + c, <f32>(products * inverse));
    store<f32>(address(12) + c, <f32>sum);
    store<f32>(
      address(13) + c, <f32>(-scale * inverse * inverse * products / rows),
    );
    store<f32>(address(13) + padded + c, <f32>(-scale * sum / rows));
  }
}

/** dx of some rows; the coefficients are those of {@link gradientSums}. */
function gradientRows(
  px: usize, pg: usize, to: usize, rows: i32, channels: i32, scales: usize,
  means: usize, slopes: usize, relu6: i32,
): void {
  const row = <usize>channels * 4;
  const padded = <usize>((channels + 3) & ~3) * 4;
  const whole = row & ~15;
  const lanes = channels & 3;
  let r = lanes ? rows : 0;
  for (; r + 2 <= rows; r += 2) {
    for (let c: usize = 0; c < row; c += 16) {
      const mean = v128.load(means + c);
      const scale = v128.load(scales + c);
      const slope = v128.load(slopes + c);
      const level = v128.load(slopes + padded + c);
      const p = px + c;
      const q = pg + c;
      const x0 = f32x4.sub(v128.load(p), mean);
      const x1 = f32x4.sub(v128.load(p + row), mean);
      let g0 = v128.load(q);
      let g1 = v128.load(q + row);
      if (relu6) {
        const beta = v128.load(scales + padded + c);
        g0 = masked(g0, x0, scale, beta);
        g1 = masked(g1, x1, scale, beta);
      }
      v128.store(to + c, f32x4.add(
        f32x4.add(f32x4.mul(g0, scale), f32x4.mul(slope, x0)), level,
      ));
      v128.store(to + c + row, f32x4.add(
        f32x4.add(f32x4.mul(g1, scale), f32x4.mul(slope, x1)), level,
      ));
    }
    px += 2 * row;
    pg += 2 * row;
    to += 2 * row;
  }
  for (r = lanes ? 0 : r; r < rows; r++) {
    for (let c: usize = 0; c < whole; c += 16) {
      v128.store(
        to + c, one(px + c, pg + c, scales + c, padded, means + c, slopes + c, relu6),
      );
    }
    if (lanes) {
      const c = whole;
      storeLanes(
        to + c, one(px + c, pg + c, scales + c, padded, means + c, slopes + c, relu6),
        lanes,
      );
    }
    px += row;
    pg += row;
    to += row;
  }
}

/**
 * A job of {@link gradientRows}. Arguments 0 to 7 as in {@link gradientSums},
 * 8 slope and level, 9 dx.
 */
export function gradient(chunk: i32): void {
  const channels = int(3);
  const step = int(4);
  const first = chunk * step;
  const at = <usize>first * <usize>channels * 4;
  gradientRows(
    address(0) + at, address(1) + at, address(9) + at,
    min(step, int(2) - first), channels, address(5), address(7), address(8),
    int(6),
  );
}

// @ts-ignore: decorator
@inline
function one(
  px: usize, pg: usize, scales: usize, padded: usize, means: usize,
  slopes: usize, relu6: i32,
): v128 {
  const x = f32x4.sub(v128.load(px), v128.load(means));
  const scale = v128.load(scales);
  let g = v128.load(pg);
  if (relu6) g = masked(g, x, scale, v128.load(scales + padded));
  return f32x4.add(
    f32x4.add(
      f32x4.mul(g, scale),
      f32x4.mul(v128.load(slopes), x),
    ),
    v128.load(slopes + padded),
  );
}

/** Partial sums of columns, `[chunk][channels rounded up to 4]`: 0 x, 1 sums,
 * 2 rows, 3 channels, 4 rows of a chunk. */
export function columnSums(chunk: i32): void {
  const channels = int(3);
  const step = int(4);
  const first = chunk * step;
  const rows = min(step, int(2) - first);
  const row = <usize>channels * 4;
  const padded = <usize>((channels + 3) & ~3) * 4;
  const to = address(1) + <usize>chunk * padded;
  memory.fill(to, 0, padded);
  let from = address(0) + <usize>first * row;
  for (let r = 0; r < rows; r++) {
    for (let c: usize = 0; c < row; c += 16) {
      v128.store(
        to + c, f32x4.add(v128.load(to + c), v128.load(from + c)),
      );
    }
    from += row;
  }
}
