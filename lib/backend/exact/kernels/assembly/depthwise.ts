// Depthwise convolution. Four channels at a time, a band of the image is copied
// into scratch with zeros around it; kernels then run over it without a branch.
// A chunk is an image × a group of channels.
//
// 0 image, 1 filter, 2 result, 3 bias or 0, 4 activation, 5 groups of channels,
// 6 channels of a group (a multiple of 4), 7 whether the filter is turned
// around, 8 and 9 steps between the image's pixels in the band (2: every other
// one is zero), 10 rows of a band, 11 and 12 padding of the convolution itself,
// 13 whether a 3×3 filter runs straight on the image (depthwise3.ts) and how;
// 16 to 28 as in patches.ts.
import { activate } from "./activate.ts";
import { back3, filter3, forward3, strided3 } from "./depthwise3.ts";
import { address, int, min, storeLanes } from "./job.ts";

/**
 * Reads a piece of memory in order, so that it is in the cache when it is
 * needed out of order. The sum keeps the compiler from leaving the reads out.
 */
function touch(from: usize, bytes: usize, scratch: usize): void {
  const end = from + bytes;
  let sum = f32x4.splat(0);
  for (; from < end; from += 64) sum = v128.xor(sum, v128.load(from));
  v128.store(scratch, sum);
}

/** Argument 13: strides beyond 1, and the image's gradient for stride 2. */
const STRIDED = 2;
const BACK = 3;

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
  const taps = <usize>(kernelHeight * kernelWidth);
  const turn = int(7);
  const direct = int(13);
  if (direct) {
    if (groups == 1) {
      touch(image, <usize>(height * width) * pixel, scratch);
      touch(result, <usize>(outHeight * outWidth) * pixel, scratch);
    }
    v128.store(scratch, f32x4.splat(0));
    for (let c = first; c < last; c += 4) {
      const at = <usize>c * 4;
      const bias = address(3) ? address(3) + at : 0;
      const w = address(1) + at;
      if (direct == BACK) {
        back3(image + at, scratch, result + at, pixel, w, last - c);
      } else if (direct == STRIDED) {
        strided3(
          image + at, scratch, result + at, pixel, w, pixel, bias, int(4),
          last - c,
        );
      } else {
        const turned = turn ? 8 * pixel : 0;
        forward3(
          image + at, scratch, result + at, pixel, w + turned,
          turn ? 0 - pixel : pixel, bias, int(4), last - c,
        );
      }
    }
    return;
  }
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
      depthwiseAny(
        scratch, bandWidth, to + at, lines, outWidth, pixel, w, stepW,
        last - c, c,
      );
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
  const direct = int(13);
  const end = min(int(3), (range + 1) * int(4));
  for (let n = range * int(4); n < end; n++) {
    const image = address(0) + <usize>(n * height * width) * pixel;
    const gradient = address(1) + <usize>(n * outHeight * outWidth) * pixel;
    if (direct) {
      const add = n > range * int(4);
      if (groups == 1) {
        touch(image, <usize>(height * width) * pixel, scratch);
        touch(gradient, <usize>(outHeight * outWidth) * pixel, scratch);
      }
      v128.store(scratch, f32x4.splat(0));
      for (let c = first; c < last; c += 4) {
        const at = <usize>c * 4;
        filter3(
          image + at, scratch, gradient + at, pixel, partial + at, padded, add,
        );
      }
      continue;
    }
    for (let line = 0; line < outHeight; line += bandRows) {
      const lines = min(bandRows, outHeight - line);
      const rows = (lines - 1) * strideY + reachY;
      const from = gradient + <usize>(line * outWidth) * pixel;
      const add = line > 0 || n > range * int(4);
      for (let c = first; c < last; c += 4) {
        const at = <usize>c * 4;
        fillBand(image + at, line * strideY, rows, bandWidth, scratch);
        filterAny(
          scratch, bandWidth, from + at, lines, outWidth, pixel,
          partial + at, padded, add,
        );
      }
    }
  }
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
