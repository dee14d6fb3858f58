// Matrix products in register tiles of 4 rows × 8 columns. Each element is a sum
// over k in ascending order, whatever tile, chunk or thread it falls in.
import { activate } from "./activate.ts";
import { storeLanes } from "./job.ts";

/**
 * c = a · panel + bias: `rows` (1 to 4) rows at `a`, `lda` bytes apart, and a
 * panel `[k][8]`; stores `cols` (1 to 8) columns, rows `ldc` bytes apart.
 */
export function tileRows(
  a0: usize, lda: usize, b: usize, k: i32, c: usize, ldc: usize,
  rows: i32, cols: i32, bias: usize, activation: i32,
): void {
  // Missing rows repeat the first one, and are not stored.
  let a1 = rows > 1 ? a0 + lda : a0;
  let a2 = rows > 2 ? a1 + lda : a0;
  let a3 = rows > 3 ? a2 + lda : a0;
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  if (bias) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
    c10 = c00; c11 = c01; c20 = c00; c21 = c01; c30 = c00; c31 = c01;
  }
  let i = k;
  while (i >= 4) {
    let b0: v128, b1: v128, s: v128;
    b0 = v128.load(b, 0); b1 = v128.load(b, 16);
    s = v128.load_splat<f32>(a0, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1, 0); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2, 0); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3, 0); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load_splat<f32>(a0, 4); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1, 4); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2, 4); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3, 4); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load_splat<f32>(a0, 8); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1, 8); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2, 8); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3, 8); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load_splat<f32>(a0, 12); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1, 12); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2, 12); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3, 12); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a0 += 16; a1 += 16; a2 += 16; a3 += 16; b += 128; i -= 4;
  }
  while (i > 0) {
    let b0: v128, b1: v128, s: v128;
    b0 = v128.load(b, 0); b1 = v128.load(b, 16);
    s = v128.load_splat<f32>(a0, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a1, 0); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a2, 0); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a3, 0); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a0 += 4; a1 += 4; a2 += 4; a3 += 4; b += 32; i--;
  }
  if (activation) {
    c00 = activate(c00, activation);
    c01 = activate(c01, activation);
    c10 = activate(c10, activation);
    c11 = activate(c11, activation);
    c20 = activate(c20, activation);
    c21 = activate(c21, activation);
    c30 = activate(c30, activation);
    c31 = activate(c31, activation);
  }
  if (cols == 8) {
    v128.store(c, c00); v128.store(c, c01, 16);
    if (rows > 1) { c += ldc; v128.store(c, c10); v128.store(c, c11, 16); }
    if (rows > 2) { c += ldc; v128.store(c, c20); v128.store(c, c21, 16); }
    if (rows > 3) { c += ldc; v128.store(c, c30); v128.store(c, c31, 16); }
    return;
  }
  storeCols(c, c00, c01, cols);
  if (rows > 1) { c += ldc; storeCols(c, c10, c11, cols); }
  if (rows > 2) { c += ldc; storeCols(c, c20, c21, cols); }
  if (rows > 3) { c += ldc; storeCols(c, c30, c31, cols); }
}

// @ts-ignore: decorator
@inline
function storeCols(c: usize, v0: v128, v1: v128, cols: i32): void {
  storeLanes(c, v0, cols);
  if (cols > 4) storeLanes(c + 16, v1, cols - 4);
}

/**
 * Four whole rows of a times `panels` whole panels: the hot path. Rows of a are
 * `lda` bytes apart, of c `ldc`.
 */
export function quad(
  a: usize, lda: usize, b: usize, k: i32, c: usize, ldc: usize, panels: i32,
  bias: usize, activation: i32,
): void {
  const groups = k >> 2;
  const rest = k & 3;
  for (let panel = 0; panel < panels; panel++) {
    let a0 = a;
    let a1 = a0 + lda;
    let a2 = a1 + lda;
    let a3 = a2 + lda;
    let c00 = f32x4.splat(0);
    let c01 = f32x4.splat(0);
    let c10 = f32x4.splat(0);
    let c11 = f32x4.splat(0);
    let c20 = f32x4.splat(0);
    let c21 = f32x4.splat(0);
    let c30 = f32x4.splat(0);
    let c31 = f32x4.splat(0);
    if (bias) {
      c00 = v128.load(bias);
      c01 = v128.load(bias, 16);
      c10 = c00; c11 = c01; c20 = c00; c21 = c01; c30 = c00; c31 = c01;
      bias += 32;
    }
    for (let i = groups; i > 0; i--) {
      let b0: v128, b1: v128, s: v128;
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      s = v128.load_splat<f32>(a0, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a1, 0); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a2, 0); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a3, 0); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, 32); b1 = v128.load(b, 48);
      s = v128.load_splat<f32>(a0, 4); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a1, 4); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a2, 4); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a3, 4); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, 64); b1 = v128.load(b, 80);
      s = v128.load_splat<f32>(a0, 8); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a1, 8); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a2, 8); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a3, 8); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      b0 = v128.load(b, 96); b1 = v128.load(b, 112);
      s = v128.load_splat<f32>(a0, 12); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a1, 12); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a2, 12); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a3, 12); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      a0 += 16; a1 += 16; a2 += 16; a3 += 16; b += 128;
    }
    for (let i = rest; i > 0; i--) {
      let b0: v128, b1: v128, s: v128;
      b0 = v128.load(b, 0); b1 = v128.load(b, 16);
      s = v128.load_splat<f32>(a0, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a1, 0); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a2, 0); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
      s = v128.load_splat<f32>(a3, 0); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
      a0 += 4; a1 += 4; a2 += 4; a3 += 4; b += 32;
    }
    if (activation) {
      c00 = activate(c00, activation);
      c01 = activate(c01, activation);
      c10 = activate(c10, activation);
      c11 = activate(c11, activation);
      c20 = activate(c20, activation);
      c21 = activate(c21, activation);
      c30 = activate(c30, activation);
      c31 = activate(c31, activation);
    }
    const d1 = c + ldc;
    const d2 = d1 + ldc;
    const d3 = d2 + ldc;
    v128.store(c, c00); v128.store(c, c01, 16);
    v128.store(d1, c10); v128.store(d1, c11, 16);
    v128.store(d2, c20); v128.store(d2, c21, 16);
    v128.store(d3, c30); v128.store(d3, c31, 16);
    c += 32;
  }
}

/**
 * c[4][8] (+)= aᵀ · b over `rows` rows: 4 columns at `a`, 8 columns at `b`,
 * rows `lda` and `ldb` bytes apart; rows of c are `ldc` bytes apart.
 */
export function tileColumns(
  a: usize, lda: usize, b: usize, ldb: usize, rows: i32, c: usize, ldc: usize,
  add: bool,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let p = c;
  if (add) {
    c00 = v128.load(p); c01 = v128.load(p, 16); p += ldc;
    c10 = v128.load(p); c11 = v128.load(p, 16); p += ldc;
    c20 = v128.load(p); c21 = v128.load(p, 16); p += ldc;
    c30 = v128.load(p); c31 = v128.load(p, 16); p += ldc;
  }
  let i = rows;
  while (i >= 2) {
    let b0: v128, b1: v128, s: v128;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    s = v128.load_splat<f32>(a, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 4); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 8); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 12); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += lda; b += ldb;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    s = v128.load_splat<f32>(a, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 4); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 8); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 12); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += lda; b += ldb;
    i -= 2;
  }
  if (i) {
    let b0: v128, b1: v128, s: v128;
    b0 = v128.load(b); b1 = v128.load(b, 16);
    s = v128.load_splat<f32>(a, 0); c00 = f32x4.add(c00, f32x4.mul(s, b0)); c01 = f32x4.add(c01, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 4); c10 = f32x4.add(c10, f32x4.mul(s, b0)); c11 = f32x4.add(c11, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 8); c20 = f32x4.add(c20, f32x4.mul(s, b0)); c21 = f32x4.add(c21, f32x4.mul(s, b1));
    s = v128.load_splat<f32>(a, 12); c30 = f32x4.add(c30, f32x4.mul(s, b0)); c31 = f32x4.add(c31, f32x4.mul(s, b1));
    a += lda; b += ldb;
  }
  v128.store(c, c00); v128.store(c, c01, 16); c += ldc;
  v128.store(c, c10); v128.store(c, c11, 16); c += ldc;
  v128.store(c, c20); v128.store(c, c21, 16); c += ldc;
  v128.store(c, c30); v128.store(c, c31, 16); c += ldc;
}
