// Kernels made of matrix products: dense layers, convolutions (as rows of
// patches times filters) and their gradients.
import { address, int, min } from "./job.ts";
import { fillPatches, scatterPatches } from "./patches.ts";
import { quad, tileColumns, tileRows } from "./tile.ts";

/** Rows of patches that are made, then multiplied, at a time. */
const BLOCK: i32 = 32;

/**
 * b as panels `[ceil(n / 8)][k][8]`, zeros beyond n. A chunk is a panel.
 * 0 b, 1 panels, 2 k, 3 n, 4 and 5 bytes from one k and one n to the next.
 */
export function pack(chunk: i32): void {
  const k = int(2);
  const n = int(3);
  const stepK = address(4);
  const stepN = address(5);
  const cols = min(8, n - chunk * 8);
  let to = address(1) + <usize>chunk * <usize>k * 32;
  let from = address(0) + <usize>chunk * 8 * stepN;
  for (let i = 0; i < k; i++) {
    let p = from;
    for (let j = 0; j < 8; j++) {
      store<f32>(to, j < cols ? load<f32>(p) : 0);
      to += 4;
      p += stepN;
    }
    from += stepK;
  }
}

function rowsTimesPanels(
  a: usize, lda: usize, rows: i32, c: usize, ldc: usize,
): void {
  const panels = address(1);
  const bias = address(3);
  const n = int(5);
  const k = int(6);
  const activation = int(7);
  const size = <usize>k * 32;
  for (let r = 0; r < rows; r += 4) {
    const left = min(4, rows - r);
    const whole = left == 4 ? n >> 3 : 0;
    if (whole) quad(a, lda, panels, k, c, ldc, whole, bias, activation);
    let b = panels + <usize>whole * size;
    for (let j = whole * 8; j < n; j += 8) {
      const at = <usize>j * 4;
      tileRows(
        a, lda, b, k, c + at, ldc, left, min(8, n - j),
        bias ? bias + at : 0, activation,
      );
      b += size;
    }
    a += 4 * lda;
    c += 4 * ldc;
  }
}

/**
 * c = a · b + bias. 0 a, 1 panels, 2 c, 3 bias or 0, 4 rows m, 5 n, 6 k,
 * 7 activation, 8 rows of a chunk, 9 bytes from row to row of a.
 */
export function product(chunk: i32): void {
  const step = int(8);
  const first = chunk * step;
  const lda = address(9);
  const ldc = <usize>int(5) * 4;
  rowsTimesPanels(
    address(0) + <usize>first * lda, lda, min(step, int(4) - first),
    address(2) + <usize>first * ldc, ldc,
  );
}

/** The same where rows of a are patches of an image; see patches.ts. */
export function patchProduct(chunk: i32, scratch: usize): void {
  const step = int(8);
  const lda = <usize>int(6) * 4;
  const ldc = <usize>int(5) * 4;
  const end = min(int(4), (chunk + 1) * step);
  for (let row = chunk * step; row < end; row += BLOCK) {
    const rows = min(BLOCK, end - row);
    fillPatches(address(0), row, rows, scratch);
    rowsTimesPanels(
      scratch, lda, rows, address(2) + <usize>row * ldc, ldc,
    );
  }
}

/**
 * Gradient of the image: rows of gradients times filters make patches, which
 * are added up. A chunk is an image. 0 gradients, 1 panels, 2 image's gradient,
 * 3 is 0, 4 rows of an image, 5 n (a patch), 6 k, 7 is 0, 8 floats of an image.
 */
export function patchProductBack(chunk: i32, scratch: usize): void {
  const rowsPerImage = int(4);
  const lda = <usize>int(6) * 4;
  const ldc = <usize>int(5) * 4;
  const size = <usize>int(8) * 4;
  memory.fill(address(2) + <usize>chunk * size, 0, size);
  for (let r = 0; r < rowsPerImage; r += BLOCK) {
    const rows = min(BLOCK, rowsPerImage - r);
    const row = chunk * rowsPerImage + r;
    rowsTimesPanels(
      address(0) + <usize>row * lda, lda, rows, scratch, ldc,
    );
    scatterPatches(address(2), row, rows, scratch);
  }
}

function columnsTimesRows(
  a: usize, lda: usize, b: usize, rows: i32, c: usize, add: bool,
  k: i32,
): void {
  const n = int(5);
  const padded = <usize>((n + 7) & ~7) * 4;
  const ldb = <usize>n * 4;
  for (let i = 0; i < k; i += 4) {
    const at = <usize>i * 4;
    for (let j = 0; j < n; j += 8) {
      const col = <usize>j * 4;
      tileColumns(
        a + at, lda, b + col, ldb, rows,
        c + <usize>i * padded + col, padded, add,
      );
    }
  }
}

/**
 * Partial sums of aᵀ · b. A chunk is a range of rows × a range of columns of a.
 * 0 a, 1 b, 2 partial sums `[row ranges][k rounded up to 4][n rounded up to 8]`,
 * 3 ranges of columns, 4 rows m, 5 n, 6 k, 7 columns of a range (a multiple of
 * 4), 8 rows of a range, 9 bytes from row to row of a, 10 whether rows of a are
 * patches.
 */
export function columnProduct(chunk: i32, scratch: usize): void {
  const ranges = int(3);
  const step = int(8);
  const k = int(6);
  const n = int(5);
  const rowRange = chunk / ranges;
  const firstColumn = (chunk % ranges) * int(7);
  const columns = min(int(7), k - firstColumn);
  const padded = (n + 7) & ~7;
  const size = <usize>((k + 3) & ~3) * <usize>padded * 4;
  const c = address(2) + <usize>rowRange * size +
    <usize>firstColumn * <usize>padded * 4;
  const end = min(int(4), (rowRange + 1) * step);
  const patches = int(10);
  let add = false;
  // What a block reads should stay in the first-level cache.
  const block = patches ? BLOCK : max(BLOCK, min(128, (8192 / (n + k)) & ~3));
  for (let row = rowRange * step; row < end; row += block) {
    const rows = min(block, end - row);
    const b = address(1) + <usize>row * <usize>n * 4;
    if (patches) {
      const lda = <usize>k * 4;
      fillPatches(address(0), row, rows, scratch);
      columnsTimesRows(
        scratch + <usize>firstColumn * 4, lda, b, rows, c, add, columns,
      );
    } else {
      const lda = address(9);
      columnsTimesRows(
        address(0) + <usize>row * lda + <usize>firstColumn * 4, lda, b, rows, c,
        add, columns,
      );
    }
    add = true;
  }
}

/**
 * Adds partial sums up in order. A chunk is a range of rows.
 * 0 partial sums, 1 result `[k][n]`, 2 count, 3 bytes of one, 4 k, 5 n,
 * 6 rows of a chunk, 7 bytes from row to row of a partial sum.
 */
export function addPartials(chunk: i32): void {
  const count = int(2);
  const size = address(3);
  const n = int(5);
  const step = int(6);
  const ld = address(7);
  const end = min(int(4), (chunk + 1) * step);
  for (let row = chunk * step; row < end; row++) {
    const from = address(0) + <usize>row * ld;
    const to = address(1) + <usize>row * <usize>n * 4;
    let j = 0;
    for (; j + 8 <= n; j += 8) {
      let p = from + <usize>j * 4;
      let s0 = v128.load(p);
      let s1 = v128.load(p, 16);
      for (let i = 1; i < count; i++) {
        p += size;
        s0 = f32x4.add(s0, v128.load(p));
        s1 = f32x4.add(s1, v128.load(p, 16));
      }
      v128.store(to + <usize>j * 4, s0);
      v128.store(to + <usize>j * 4, s1, 16);
    }
    for (; j < n; j++) {
      let p = from + <usize>j * 4;
      let s = load<f32>(p);
      for (let i = 1; i < count; i++) {
        p += size;
        s += load<f32>(p);
      }
      store<f32>(to + <usize>j * 4, s);
    }
  }
}
