// Patches of an NHWC image as rows `[kernel row][kernel column][channel]`, and
// back. Arguments 16 to 28 of a job: 16 height, 17 width, 18 channels, 19 and
// 20 kernel height and width, 21 and 22 output height and width, 23 and 24
// strides, 25 and 26 padding above and left, 27 and 28 dilations.
import { int } from "./job.ts";

/** Copies n floats four at a time; up to three more are written beyond. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, n: i32): void {
  const end = to + <usize>n * 4;
  while (to < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

// @ts-ignore: decorator
@inline
function clear(to: usize, n: i32): void {
  const end = to + <usize>n * 4;
  while (to < end) {
    v128.store(to, f32x4.splat(0));
    to += 16;
  }
}

/** Writes the patches of output pixels `row`, `row + 1`, … */
export function fillPatches(
  image: usize, row: i32, rows: i32, to: usize,
): void {
  const height = int(16), width = int(17), channels = int(18);
  const kernelHeight = int(19), kernelWidth = int(20);
  const outHeight = int(21), outWidth = int(22);
  const strideY = int(23), strideX = int(24);
  const top = int(25), left = int(26);
  const dilationY = int(27), dilationX = int(28);
  const pixel = <usize>channels * 4;
  for (let r = row; r < row + rows; r++) {
    const column = r % outWidth;
    const line = (r / outWidth) % outHeight;
    const n = r / outWidth / outHeight;
    const x0 = column * strideX - left;
    const y0 = line * strideY - top;
    const whole = dilationX == 1 && x0 >= 0 && x0 + kernelWidth <= width;
    for (let i = 0; i < kernelHeight; i++) {
      const y = y0 + i * dilationY;
      const start = to;
      const size = kernelWidth * channels;
      to += <usize>size * 4;
      if (y < 0 || y >= height) {
        clear(start, size);
        continue;
      }
      const from = image + <usize>((n * height + y) * width) * pixel;
      if (whole) {
        copy(start, from + <usize>x0 * pixel, size);
        continue;
      }
      let p = start;
      for (let j = 0; j < kernelWidth; j++) {
        const x = x0 + j * dilationX;
        if (x < 0 || x >= width) clear(p, channels);
        else copy(p, from + <usize>x * pixel, channels);
        p += pixel;
      }
    }
  }
}

/** Adds patches to the image they were cut from. */
export function scatterPatches(
  image: usize, row: i32, rows: i32, from: usize,
): void {
  const height = int(16), width = int(17), channels = int(18);
  const kernelHeight = int(19), kernelWidth = int(20);
  const outHeight = int(21), outWidth = int(22);
  const strideY = int(23), strideX = int(24);
  const top = int(25), left = int(26);
  const dilationY = int(27), dilationX = int(28);
  const pixel = <usize>channels * 4;
  for (let r = row; r < row + rows; r++) {
    const column = r % outWidth;
    const line = (r / outWidth) % outHeight;
    const n = r / outWidth / outHeight;
    for (let i = 0; i < kernelHeight; i++) {
      const y = line * strideY - top + i * dilationY;
      for (let j = 0; j < kernelWidth; j++) {
        const x = column * strideX - left + j * dilationX;
        if (y >= 0 && y < height && x >= 0 && x < width) {
          const to = image + <usize>((n * height + y) * width + x) * pixel;
          let c: usize = 0;
          for (; c + 16 <= pixel; c += 16) {
            const sum = f32x4.add(v128.load(to + c), v128.load(from + c));
            v128.store(to + c, sum);
          }
          for (; c < pixel; c += 4) {
            store<f32>(to + c, load<f32>(to + c) + load<f32>(from + c));
          }
        }
        from += pixel;
      }
    }
  }
}
