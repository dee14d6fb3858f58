// Depthwise convolution with a 3×3 filter, straight on the image: one column of
// the result at a time, from top to bottom, four channels at a time. Each row of
// the image is loaded once for the three rows of the result that it is part of.
// Columns beyond the edge are a zero vector that is never stepped on from.
//
// Geometry as in patches.ts; `lanes`: channels that are left from here on.
import { activate } from "./activate.ts";
import { int, storeLanes } from "./job.ts";

/** Result with stride 1; also the image's gradient, the filter turned around. */
export function forward3(
  image: usize, zero: usize, to: usize, pixel: usize, w: usize, stepW: usize,
  bias: usize, activation: i32, lanes: i32,
): void {
  const height = int(16), width = int(17);
  const outHeight = int(21), outWidth = int(22);
  const top = int(25), left = int(26);
  const w0 = v128.load(w); w += stepW;
  const w1 = v128.load(w); w += stepW;
  const w2 = v128.load(w); w += stepW;
  const w3 = v128.load(w); w += stepW;
  const w4 = v128.load(w); w += stepW;
  const w5 = v128.load(w); w += stepW;
  const w6 = v128.load(w); w += stepW;
  const w7 = v128.load(w); w += stepW;
  const w8 = v128.load(w); w += stepW;
  const start = bias ? v128.load(bias) : f32x4.splat(0);
  const row = <usize>width * pixel;
  const stepTo = <usize>outWidth * pixel;
  for (let x = 0; x < outWidth; x++) {
    const column = x - left;
    const in0 = <u32>column < <u32>width;
    const in1 = <u32>(column + 1) < <u32>width;
    const in2 = <u32>(column + 2) < <u32>width;
    const first = image + <usize>column * pixel;
    let p0 = in0 ? first : zero;
    let p1 = in1 ? first + pixel : zero;
    let p2 = in2 ? first + 2 * pixel : zero;
    const s0 = in0 ? row : 0;
    const s1 = in1 ? row : 0;
    const s2 = in2 ? row : 0;
    let q = to + <usize>x * pixel;
    let a1 = start;
    let a2 = start;
    let line = top - 2;
    for (let y = 0; y < height; y++) {
      let v = v128.load(p0);
      let a0 = f32x4.add(start, f32x4.mul(v, w0));
      a1 = f32x4.add(a1, f32x4.mul(v, w3));
      a2 = f32x4.add(a2, f32x4.mul(v, w6));
      v = v128.load(p1);
      a0 = f32x4.add(a0, f32x4.mul(v, w1));
      a1 = f32x4.add(a1, f32x4.mul(v, w4));
      a2 = f32x4.add(a2, f32x4.mul(v, w7));
      v = v128.load(p2);
      a0 = f32x4.add(a0, f32x4.mul(v, w2));
      a1 = f32x4.add(a1, f32x4.mul(v, w5));
      a2 = f32x4.add(a2, f32x4.mul(v, w8));
      if (<u32>line < <u32>outHeight) {
        storeLanes(q, activate(a2, activation), lanes);
        q += stepTo;
      }
      line++;
      a2 = a1;
      a1 = a0;
      p0 += s0;
      p1 += s1;
      p2 += s2;
    }
    if (<u32>line < <u32>outHeight) {
      storeLanes(q, activate(a2, activation), lanes);
      q += stepTo;
    }
    line++;
    if (<u32>line < <u32>outHeight) {
      storeLanes(q, activate(a1, activation), lanes);
    }
  }
}

/** Result with any stride. */
export function strided3(
  image: usize, zero: usize, to: usize, pixel: usize, w: usize, stepW: usize,
  bias: usize, activation: i32, lanes: i32,
): void {
  const height = int(16), width = int(17);
  const outHeight = int(21), outWidth = int(22);
  const strideY = int(23), strideX = int(24);
  const top = int(25), left = int(26);
  const w0 = v128.load(w); w += stepW;
  const w1 = v128.load(w); w += stepW;
  const w2 = v128.load(w); w += stepW;
  const w3 = v128.load(w); w += stepW;
  const w4 = v128.load(w); w += stepW;
  const w5 = v128.load(w); w += stepW;
  const w6 = v128.load(w); w += stepW;
  const w7 = v128.load(w); w += stepW;
  const w8 = v128.load(w); w += stepW;
  const start = bias ? v128.load(bias) : f32x4.splat(0);
  const row = <usize>width * pixel;
  const stepTo = <usize>outWidth * pixel;
  for (let x = 0; x < outWidth; x++) {
    const column = x * strideX - left;
    const in0 = <u32>column < <u32>width;
    const in1 = <u32>(column + 1) < <u32>width;
    const in2 = <u32>(column + 2) < <u32>width;
    const s0 = in0 ? row : 0;
    const s1 = in1 ? row : 0;
    const s2 = in2 ? row : 0;
    const first = image + <usize>column * pixel;
    const c0 = in0 ? first : zero;
    const c1 = in1 ? first + pixel : zero;
    const c2 = in2 ? first + 2 * pixel : zero;
    let q = to + <usize>x * pixel;
    for (let y = 0; y < outHeight; y++) {
      const line = y * strideY - top;
      let s = start;
      let t = f32x4.splat(0);
      let u = f32x4.splat(0);
      if (<u32>line < <u32>height) {
        const r = <usize>line;
        s = f32x4.add(s, f32x4.mul(v128.load(c0 + r * s0), w0));
        s = f32x4.add(s, f32x4.mul(v128.load(c1 + r * s1), w1));
        s = f32x4.add(s, f32x4.mul(v128.load(c2 + r * s2), w2));
      }
      if (<u32>(line + 1) < <u32>height) {
        const r = <usize>(line + 1);
        t = f32x4.mul(v128.load(c0 + r * s0), w3);
        t = f32x4.add(t, f32x4.mul(v128.load(c1 + r * s1), w4));
        t = f32x4.add(t, f32x4.mul(v128.load(c2 + r * s2), w5));
      }
      if (<u32>(line + 2) < <u32>height) {
        const r = <usize>(line + 2);
        u = f32x4.mul(v128.load(c0 + r * s0), w6);
        u = f32x4.add(u, f32x4.mul(v128.load(c1 + r * s1), w7));
        u = f32x4.add(u, f32x4.mul(v128.load(c2 + r * s2), w8));
      }
      s = f32x4.add(f32x4.add(s, t), u);
      storeLanes(q, activate(s, activation), lanes);
      q += stepTo;
    }
  }
}

/**
 * Gradient of the image for stride 2: every other row and column of it takes
 * the filter's outer taps, the others its middle ones. Here "image" is the
 * result's gradient (rows `line`, columns) and "to" the image's; top and left
 * are those of the convolution itself, and the filter is not turned around.
 */
export function back3(
  from: usize, zero: usize, to: usize, pixel: usize, filter: usize, lanes: i32,
): void {
  const fromHeight = int(16), fromWidth = int(17);
  const height = int(21), width = int(22);
  const top = int(11), left = int(12);
  const row = <usize>fromWidth * pixel;
  const stepTo = <usize>width * pixel;
  for (let x = 0; x < width; x++) {
    const odd = (x + left) & 1;
    const column = (x + left) >> 1;
    // Even: tap 0 of this column and tap 2 of the one before; odd: tap 1.
    const in0 = column < fromWidth;
    const in1 = !odd && column >= 1 && column - 1 < fromWidth;
    const tap = filter + (odd ? pixel : 0);
    const w0 = v128.load(tap);
    const w3 = v128.load(tap + 3 * pixel);
    const w6 = v128.load(tap + 6 * pixel);
    const w2 = v128.load(filter + 2 * pixel);
    const w5 = v128.load(filter + 5 * pixel);
    const w8 = v128.load(filter + 8 * pixel);
    let p0 = in0 ? from + <usize>column * pixel : zero;
    let p1 = in1 ? from + <usize>(column - 1) * pixel : zero;
    const s0 = in0 ? row : 0;
    const s1 = in1 ? row : 0;
    let line = 0 - top;
    let q = to + <usize>x * pixel;
    let last = f32x4.splat(0);
    for (let y = 0; y <= fromHeight; y++) {
      let even = last;
      let middle = f32x4.splat(0);
      if (y < fromHeight) {
        const g0 = v128.load(p0);
        const g1 = v128.load(p1);
        even = f32x4.add(even, f32x4.add(f32x4.mul(g0, w0), f32x4.mul(g1, w2)));
        middle = f32x4.add(f32x4.mul(g0, w3), f32x4.mul(g1, w5));
        last = f32x4.add(f32x4.mul(g0, w6), f32x4.mul(g1, w8));
      }
      if (<u32>line < <u32>height) {
        storeLanes(q, even, lanes);
        q += stepTo;
      }
      line++;
      if (<u32>line < <u32>height) {
        storeLanes(q, middle, lanes);
        q += stepTo;
      }
      line++;
      p0 += s0;
      p1 += s1;
    }
    for (; line < height; line++) {
      storeLanes(q, f32x4.splat(0), lanes);
      q += stepTo;
    }
  }
}

/** Adds to the filter's gradient, any stride; taps are `padded` bytes apart. */
export function filter3(
  image: usize, zero: usize, gradient: usize, pixel: usize,
  to: usize, padded: usize, add: bool,
): void {
  const height = int(16), width = int(17);
  const outHeight = int(21), outWidth = int(22);
  const strideY = int(23), strideX = int(24);
  const top = int(25), left = int(26);
  const row = <usize>width * pixel;
  const stepGradient = <usize>outWidth * pixel;
  let w0 = f32x4.splat(0);
  let w1 = f32x4.splat(0);
  let w2 = f32x4.splat(0);
  let w3 = f32x4.splat(0);
  let w4 = f32x4.splat(0);
  let w5 = f32x4.splat(0);
  let w6 = f32x4.splat(0);
  let w7 = f32x4.splat(0);
  let w8 = f32x4.splat(0);
  if (add) {
    let q = to;
    w0 = v128.load(q); q += padded;
    w1 = v128.load(q); q += padded;
    w2 = v128.load(q); q += padded;
    w3 = v128.load(q); q += padded;
    w4 = v128.load(q); q += padded;
    w5 = v128.load(q); q += padded;
    w6 = v128.load(q); q += padded;
    w7 = v128.load(q); q += padded;
    w8 = v128.load(q); q += padded;
  }
  for (let x = 0; x < outWidth; x++) {
    const column = x * strideX - left;
    const in0 = <u32>column < <u32>width;
    const in1 = <u32>(column + 1) < <u32>width;
    const in2 = <u32>(column + 2) < <u32>width;
    const first = image + <usize>column * pixel;
    let p0 = in0 ? first : zero;
    let p1 = in1 ? first + pixel : zero;
    let p2 = in2 ? first + 2 * pixel : zero;
    const s0 = in0 ? row : 0;
    const s1 = in1 ? row : 0;
    const s2 = in2 ? row : 0;
    const q = gradient + <usize>x * pixel;
    if (strideY == 1) {
      let g1 = top > 0 && top <= outHeight
        ? v128.load(q + <usize>(top - 1) * stepGradient)
        : f32x4.splat(0);
      let g2 = top > 1 && top - 1 <= outHeight
        ? v128.load(q + <usize>(top - 2) * stepGradient)
        : f32x4.splat(0);
      let pg = q + <usize>top * stepGradient;
      for (let y = 0; y < height; y++) {
        const g0 = y + top < outHeight ? v128.load(pg) : f32x4.splat(0);
        let v = v128.load(p0);
        w0 = f32x4.add(w0, f32x4.mul(v, g0));
        w3 = f32x4.add(w3, f32x4.mul(v, g1));
        w6 = f32x4.add(w6, f32x4.mul(v, g2));
        v = v128.load(p1);
        w1 = f32x4.add(w1, f32x4.mul(v, g0));
        w4 = f32x4.add(w4, f32x4.mul(v, g1));
        w7 = f32x4.add(w7, f32x4.mul(v, g2));
        v = v128.load(p2);
        w2 = f32x4.add(w2, f32x4.mul(v, g0));
        w5 = f32x4.add(w5, f32x4.mul(v, g1));
        w8 = f32x4.add(w8, f32x4.mul(v, g2));
        g2 = g1;
        g1 = g0;
        pg += stepGradient;
        p0 += s0;
        p1 += s1;
        p2 += s2;
      }
    } else {
      let pg = q;
      for (let y = 0; y < outHeight; y++) {
        const g = v128.load(pg);
        pg += stepGradient;
        const line = y * strideY - top;
        if (<u32>line < <u32>height) {
          const r = <usize>line;
          w0 = f32x4.add(w0, f32x4.mul(v128.load(p0 + r * s0), g));
          w1 = f32x4.add(w1, f32x4.mul(v128.load(p1 + r * s1), g));
          w2 = f32x4.add(w2, f32x4.mul(v128.load(p2 + r * s2), g));
        }
        if (<u32>(line + 1) < <u32>height) {
          const r = <usize>(line + 1);
          w3 = f32x4.add(w3, f32x4.mul(v128.load(p0 + r * s0), g));
          w4 = f32x4.add(w4, f32x4.mul(v128.load(p1 + r * s1), g));
          w5 = f32x4.add(w5, f32x4.mul(v128.load(p2 + r * s2), g));
        }
        if (<u32>(line + 2) < <u32>height) {
          const r = <usize>(line + 2);
          w6 = f32x4.add(w6, f32x4.mul(v128.load(p0 + r * s0), g));
          w7 = f32x4.add(w7, f32x4.mul(v128.load(p1 + r * s1), g));
          w8 = f32x4.add(w8, f32x4.mul(v128.load(p2 + r * s2), g));
        }
      }
    }
  }
  v128.store(to, w0); to += padded;
  v128.store(to, w1); to += padded;
  v128.store(to, w2); to += padded;
  v128.store(to, w3); to += padded;
  v128.store(to, w4); to += padded;
  v128.store(to, w5); to += padded;
  v128.store(to, w6); to += padded;
  v128.store(to, w7); to += padded;
  v128.store(to, w8); to += padded;
}
