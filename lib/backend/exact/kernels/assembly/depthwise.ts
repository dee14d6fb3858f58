// Depthwise convolution. Four channels at a time, a band of the image is copied
// into scratch with zeros around it; kernels then run over it without a branch.
// A chunk is an image × a group of channels.
//
// 0 image, 1 filter, 2 result, 3 bias or 0, 4 activation, 5 groups of channels,
// 6 channels of a group (a multiple of 4), 7 whether the filter is turned
// around, 8 and 9 steps between the image's pixels in the band (2: every other
// one is zero), 10 rows of a band; 16 to 28 as in patches.ts.
import { address, int, min, storeLanes } from "./job.ts";

/** Copies rows from `y0` (of the padded, spread image) on, four channels wide. */
function fillBand(
  image: usize, y0: i32, rows: i32, bandWidth: i32, to: usize,
): void {
  const height = int(16), width = int(17);
  const pixel = <usize>int(18) * 4;
  const spreadY = int(8), spreadX = int(9);
  const top = int(25), left = int(26);
  const stepTo = <usize>spreadX * 16;
  const zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    const y = y0 + r - top;
    const source = y / spreadY;
    const there = y >= 0 && y % spreadY == 0 && source < height;
    const end = to + <usize>bandWidth * 16;
    if (!there) {
      for (; to < end; to += 16) v128.store(to, zero);
      continue;
    }
    for (let i = 0; i < min(left, bandWidth); i++) {
      v128.store(to, zero);
      to += 16;
    }
    let from = image + <usize>(source * width) * pixel;
    if (spreadX == 1) {
      const columns = min(width, bandWidth - left);
      for (let i = 0; i < columns; i++) {
        v128.store(to, v128.load(from));
        to += 16;
        from += pixel;
      }
    } else {
      for (let i = 0; i < width && to < end; i++) {
        v128.store(to, v128.load(from));
        from += pixel;
        to += 16;
        for (let j = 1; j < spreadX && to < end; j++) {
          v128.store(to, zero);
          to += 16;
        }
      }
    }
    for (; to < end; to += 16) v128.store(to, zero);
  }
}

// @ts-ignore: decorator
@inline
function activate(v: v128, activation: i32): v128 {
  if (activation == 0) return v;
  v = f32x4.pmax(v, f32x4.splat(0));
  return activation == 2 ? f32x4.pmin(v, f32x4.splat(6)) : v;
}

/** Result of `image` × `filter`, for any kernel size, strides and dilations. */
export function depthwise(chunk: i32, scratch: usize): void {
  const groups = int(5), group = int(6);
  const channels = int(18);
  const height = int(16), width = int(17);
  const outHeight = int(21), outWidth = int(22);
  const kernelHeight = int(19), kernelWidth = int(20);
  const strideY = int(23), strideX = int(24);
  const dilationY = int(27), dilationX = int(28);
  const n = chunk / groups;
  const first = (chunk % groups) * group;
  const last = min(channels, first + group);
  const bandRows = int(10);
  const reachY = (kernelHeight - 1) * dilationY + 1;
  const bandWidth = (outWidth - 1) * strideX + (kernelWidth - 1) * dilationX + 1;
  const pixel = <usize>channels * 4;
  const image = address(0) + <usize>(n * height * width) * pixel;
  const result = address(2) + <usize>(n * outHeight * outWidth) * pixel;
  const three = kernelHeight == 3 && kernelWidth == 3 && dilationX == 1;
  const taps = <usize>(kernelHeight * kernelWidth);
  const turn = int(7);
  for (let line = 0; line < outHeight; line += bandRows) {
    const lines = min(bandRows, outHeight - line);
    const rows = (lines - 1) * strideY + reachY;
    const to = result + <usize>(line * outWidth) * pixel;
    for (let c = first; c < last; c += 4) {
      const at = <usize>c * 4;
      fillBand(image + at, line * strideY, rows, bandWidth, scratch);
      let w = address(1) + at;
      let stepW = pixel;
      if (turn) {
        w += (taps - 1) * pixel;
        stepW = 0 - pixel;
      }
      if (three) {
        depthwise3(
          scratch, bandWidth, to + at, lines, outWidth, pixel, strideY, strideX,
          dilationY, w, stepW, last - c, c,
        );
      } else {
        depthwiseAny(
          scratch, bandWidth, to + at, lines, outWidth, pixel, w, stepW,
          last - c, c,
        );
      }
    }
  }
}

function depthwise3(
  band: usize, bandWidth: i32, to: usize, lines: i32, outWidth: i32,
  pixel: usize, strideY: i32, strideX: i32, dilationY: i32,
  w: usize, stepW: usize, lanes: i32, channel: i32,
): void {
  const activation = int(4);
  const bias = address(3);
  const w0 = v128.load(w); w += stepW;
  const w1 = v128.load(w); w += stepW;
  const w2 = v128.load(w); w += stepW;
  const w3 = v128.load(w); w += stepW;
  const w4 = v128.load(w); w += stepW;
  const w5 = v128.load(w); w += stepW;
  const w6 = v128.load(w); w += stepW;
  const w7 = v128.load(w); w += stepW;
  const w8 = v128.load(w); w += stepW;
  let start = f32x4.splat(0);
  if (bias) start = v128.load(bias + <usize>channel * 4);
  const row = <usize>bandWidth * 16;
  const step = <usize>strideX * 16;
  for (let y = 0; y < lines; y++) {
    let p0 = band + <usize>(y * strideY) * row;
    let p1 = p0 + <usize>dilationY * row;
    let p2 = p1 + <usize>dilationY * row;
    for (let x = 0; x < outWidth; x++) {
      let s = f32x4.add(start, f32x4.mul(v128.load(p0), w0));
      let t = f32x4.mul(v128.load(p1), w3);
      let u = f32x4.mul(v128.load(p2), w6);
      s = f32x4.add(s, f32x4.mul(v128.load(p0, 16), w1));
      t = f32x4.add(t, f32x4.mul(v128.load(p1, 16), w4));
      u = f32x4.add(u, f32x4.mul(v128.load(p2, 16), w7));
      s = f32x4.add(s, f32x4.mul(v128.load(p0, 32), w2));
      t = f32x4.add(t, f32x4.mul(v128.load(p1, 32), w5));
      u = f32x4.add(u, f32x4.mul(v128.load(p2, 32), w8));
      s = activate(f32x4.add(f32x4.add(s, t), u), activation);
      storeLanes(to, s, lanes);
      to += pixel;
      p0 += step;
      p1 += step;
      p2 += step;
    }
  }
}

function depthwiseAny(
  band: usize, bandWidth: i32, to: usize, lines: i32, outWidth: i32,
  pixel: usize, w: usize, stepW: usize, lanes: i32, channel: i32,
): void {
  const activation = int(4);
  const bias = address(3);
  const kernelHeight = int(19), kernelWidth = int(20);
  const strideY = int(23), strideX = int(24);
  const row = <usize>(int(27) * bandWidth) * 16;
  const step = <usize>int(28) * 16;
  for (let y = 0; y < lines; y++) {
    for (let x = 0; x < outWidth; x++) {
      let p = band + <usize>(y * strideY * bandWidth + x * strideX) * 16;
      let q = w;
      let s = f32x4.splat(0);
      if (bias) s = v128.load(bias + <usize>channel * 4);
      for (let i = 0; i < kernelHeight; i++) {
        let r = p;
        for (let j = 0; j < kernelWidth; j++) {
          s = f32x4.add(s, f32x4.mul(v128.load(r), v128.load(q)));
          r += step;
          q += stepW;
        }
        p += row;
      }
      storeLanes(to, activate(s, activation), lanes);
      to += pixel;
    }
  }
}

/**
 * Partial sums of the filter's gradient. A chunk is a range of images × a group
 * of channels. 0 image, 1 gradient of the result, 2 partial sums
 * `[ranges][taps][channels rounded up to 4]`, 3 images, 4 images of a range;
 * the others as above.
 */
export function depthwiseFilter(chunk: i32, scratch: usize): void {
  const groups = int(5), group = int(6);
  const channels = int(18);
  const height = int(16), width = int(17);
  const outHeight = int(21), outWidth = int(22);
  const kernelHeight = int(19), kernelWidth = int(20);
  const strideY = int(23), strideX = int(24);
  const dilationY = int(27), dilationX = int(28);
  const range = chunk / groups;
  const first = (chunk % groups) * group;
  const last = min(channels, first + group);
  const bandRows = int(10);
  const reachY = (kernelHeight - 1) * dilationY + 1;
  const bandWidth = (outWidth - 1) * strideX + (kernelWidth - 1) * dilationX + 1;
  const pixel = <usize>channels * 4;
  const padded = <usize>((channels + 3) & ~3) * 4;
  const partial = address(2) +
    <usize>(range * kernelHeight * kernelWidth) * padded;
  const three = kernelHeight == 3 && kernelWidth == 3 && dilationX == 1;
  const end = min(int(3), (range + 1) * int(4));
  for (let n = range * int(4); n < end; n++) {
    const image = address(0) + <usize>(n * height * width) * pixel;
    const gradient = address(1) + <usize>(n * outHeight * outWidth) * pixel;
    for (let line = 0; line < outHeight; line += bandRows) {
      const lines = min(bandRows, outHeight - line);
      const rows = (lines - 1) * strideY + reachY;
      const from = gradient + <usize>(line * outWidth) * pixel;
      const add = line > 0 || n > range * int(4);
      for (let c = first; c < last; c += 4) {
        const at = <usize>c * 4;
        fillBand(image + at, line * strideY, rows, bandWidth, scratch);
        if (three) {
          filter3(
            scratch, bandWidth, from + at, lines, outWidth, pixel, strideY,
            strideX, dilationY, partial + at, padded, add,
          );
        } else {
          filterAny(
            scratch, bandWidth, from + at, lines, outWidth, pixel,
            partial + at, padded, add,
          );
        }
      }
    }
  }
}

function filter3(
  band: usize, bandWidth: i32, from: usize, lines: i32, outWidth: i32,
  pixel: usize, strideY: i32, strideX: i32, dilationY: i32,
  to: usize, padded: usize, add: bool,
): void {
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
  const row = <usize>bandWidth * 16;
  const step = <usize>strideX * 16;
  for (let y = 0; y < lines; y++) {
    let p0 = band + <usize>(y * strideY) * row;
    let p1 = p0 + <usize>dilationY * row;
    let p2 = p1 + <usize>dilationY * row;
    for (let x = 0; x < outWidth; x++) {
      const g = v128.load(from);
      w0 = f32x4.add(w0, f32x4.mul(v128.load(p0), g));
      w1 = f32x4.add(w1, f32x4.mul(v128.load(p0, 16), g));
      w2 = f32x4.add(w2, f32x4.mul(v128.load(p0, 32), g));
      w3 = f32x4.add(w3, f32x4.mul(v128.load(p1), g));
      w4 = f32x4.add(w4, f32x4.mul(v128.load(p1, 16), g));
      w5 = f32x4.add(w5, f32x4.mul(v128.load(p1, 32), g));
      w6 = f32x4.add(w6, f32x4.mul(v128.load(p2), g));
      w7 = f32x4.add(w7, f32x4.mul(v128.load(p2, 16), g));
      w8 = f32x4.add(w8, f32x4.mul(v128.load(p2, 32), g));
      from += pixel;
      p0 += step;
      p1 += step;
      p2 += step;
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

function filterAny(
  band: usize, bandWidth: i32, from: usize, lines: i32, outWidth: i32,
  pixel: usize, to: usize, padded: usize, add: bool,
): void {
  const kernelHeight = int(19), kernelWidth = int(20);
  const strideY = int(23), strideX = int(24);
  const dilationY = int(27), dilationX = int(28);
  for (let i = 0; i < kernelHeight; i++) {
    for (let j = 0; j < kernelWidth; j++) {
      let s = add ? v128.load(to) : f32x4.splat(0);
      let g = from;
      for (let y = 0; y < lines; y++) {
        let p = band +
          <usize>((y * strideY + i * dilationY) * bandWidth + j * dilationX) *
            16;
        for (let x = 0; x < outWidth; x++) {
          s = f32x4.add(s, f32x4.mul(v128.load(p), v128.load(g)));
          p += <usize>strideX * 16;
          g += pixel;
        }
      }
      v128.store(to, s);
      to += padded;
    }
  }
}
