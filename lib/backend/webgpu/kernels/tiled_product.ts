// The matrix product for graphics processors: a workgroup loads tiles of both
// matrices into its memory, the next ones on their way while it multiplies;
// each invocation makes 4 or 8 × 4 values. The inner dimension may be cut into
// chunks whose sums are added afterwards, in a fixed order; so there are enough
// workgroups without atomic additions. Sizes are numbers, not code: one
// compiled kernel does for many layers.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { type Finish, finishBindings, finishCode } from "./finish.ts";
import { sumLater } from "./sum_chunks.ts";
import { type Operand, quadFunction } from "./tile_operand.ts";

/** `output[m, n] = Σ left(m, k) · right(k, n)`. */
export interface TiledProduct extends Finish {
  /** Determines the code, with the operands' kinds. */
  readonly key: string;
  /** Tensors that `left` and `right` read. */
  readonly bindings: readonly Binding[];
  /** Result. */
  readonly output: TensorInfo;
  /** Sizes m, n and k; the code knows them as `u.m`, `u.n` and `u.k`. */
  readonly size: readonly [number, number, number];
  /** What is multiplied. */
  readonly left: Operand;
  /** By what. */
  readonly right: Operand;
  /** Tiles. */
  readonly tile: Tile;
  /** Of the inner dimension, a multiple of 32; all of it if not given. */
  readonly chunk?: number;
}

/** Values of the result that a workgroup makes. */
export interface Tile {
  /** m, a multiple of `each`. */
  readonly down: number;
  /** n, a multiple of 4. */
  readonly across: number;
  /** Of m for an invocation: 4 or 8. */
  readonly each: 4 | 8;
}

/** Chunks are multiples of it: values of the inner dimension in a small tile. */
export const INNER = 32;

/**
 * A small tile has few invocations, which wait for memory: each loads more at
 * once. Both tiles together take at most 16 KB.
 */
function innerOf({ each }: Tile): number {
  return each === 4 ? INNER : INNER / 2;
}

/**
 * The side of a tile that wastes least of a matrix.
 *
 * @param size Rows or columns of the matrix.
 */
export function tileSide(size: number): number {
  const padded = (side: number) => Math.ceil(size / side) * side;
  return [48, 32, 24, 16].reduce((a, b) => padded(b) < padded(a) ? b : a);
}

/**
 * Runs the product.
 *
 * @param backend The backend.
 * @param product What to multiply.
 */
export function tiledProduct(
  backend: OwnBackend,
  product: TiledProduct,
): void {
  const { output, size: [m, n, k], tile, left, right } = product;
  const length = product.chunk ?? Math.ceil(k / INNER) * INNER;
  const chunks = Math.ceil(k / length);
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, m * n]);
  const width = n % 4 === 0 ? 4 : 1;
  const inner = innerOf(tile);
  const { bias, activation, addend } = product;
  const finish = chunks === 1 ? { bias, activation, addend } : {};
  const finished = finishBindings(finish, width);
  const bindings: Binding[] = [
    ...product.bindings,
    { name: "y", tensor: target, width, access: "write" },
    ...finished.bindings,
  ];
  dispatch(backend, {
    key: [
      `tiled ${product.key} ${Object.values(tile)}`,
      ...[left, right].flatMap(({ along, wide }) => [along, wide]),
      finished.key,
    ].join(" "),
    bindings,
    numbers: { m, n, k, length },
    workgroup: [tile.down / tile.each * tile.across / 4, 1],
    groups: [Math.ceil(n / tile.across), Math.ceil(m / tile.down), chunks],
    declarations: () =>
      `var<workgroup> tileA: array<vec4f, ${inner * stride(tile.down)}>;
var<workgroup> tileB: array<vec4f, ${inner * stride(tile.across)}>;
${quadFunction("left", left, "u.m")}
${quadFunction("right", right, "u.n")}`,
    body: () => body(product, width, finish),
  });
  if (target === output) return;
  sumLater(backend, {
    ...{ partial: target, chunks, size: m * n, output },
    ...{ bias, activation },
  });
}

/** One more than needed: neighbours then lie in different banks. */
function stride(side: number): number {
  return side / 4 + 1;
}

function body(product: TiledProduct, width: 1 | 4, finish: Finish): string {
  const { tile: { down, across, each } } = product;
  const rows = Array.from({ length: each }, (_, i) => i);
  const columns = across / 4;
  const inner = innerOf(product.tile);
  const { fetch, store, declare } = loader(product);
  return `let cx = local.x % ${columns}u;
let ry = local.x / ${columns}u;
let firstM = wg.y * ${down}u;
let firstN = wg.x * ${across}u;
let begin = wg.z * u.length;
let end = min(begin + u.length, u.k);
${rows.map((i) => `var s${i} = vec4f();`).join(" ")}
${declare}
{ let k0 = begin;
${fetch} }
for (var at = begin; at < end; at += ${inner}u) {
${store}
workgroupBarrier();
let k0 = at + ${inner}u;
if (k0 < end) {
${fetch}
}
for (var i = 0u; i < ${inner}u; i += 4u) {
${[0, 1, 2, 3].map((j) => multiply(product.tile, j)).join("\n")}
}
workgroupBarrier();
}
let m = firstM + ry * ${each}u;
let n = firstN + cx * 4u;
${rows.map((i) => storeRow(i, width, finish)).join("\n")}`;
}

function multiply({ down, across, each }: Tile, j: number): string {
  const quads = each === 8 ? [0, 1] : [0];
  return `{ let b = tileB[(i + ${j}u) * ${stride(across)}u + cx];
let at = (i + ${j}u) * ${stride(down)}u + ry * ${each / 4}u;
${quads.map((q) => `let a${q} = tileA[at + ${q}u];`).join(" ")}
${
    quads.flatMap((q) =>
      ["x", "y", "z", "w"].map((c, p) => `s${q * 4 + p} += a${q}.${c} * b;`)
    ).join(" ")
  } }`;
}

function storeRow(i: number, width: 1 | 4, finish: Finish): string {
  const at = (n: string) => ({
    column: n,
    place: `(wg.z * u.m + m + ${i}u) * u.n${width === 4 ? " / 4u" : ""} + ${n}`,
  });
  if (width === 4) {
    const place = at("n / 4u");
    const value = finishCode(finish, `s${i}`, place, 4);
    return `if (m + ${i}u < u.m && n < u.n) { y[${place.place}] = ${value}; }`;
  }
  return [0, 1, 2, 3].map((j) => {
    const place = at(`n + ${j}u`);
    const value = finishCode(finish, `s${i}[${j}]`, place, 1);
    return `if (m + ${i}u < u.m && n + ${j}u < u.n) {
y[${place.place}] = ${value}; }`;
  }).join("\n");
}

/**
 * Both tiles are made of blocks of 4 × 4 values, each loaded by one invocation
 * into registers and stored for the product with k first.
 */
function loader({ tile, left, right }: TiledProduct) {
  const { down, across, each } = tile;
  const threads = down / each * across / 4;
  const deep = innerOf(tile) / 4;
  const blocks = [down, across].map((side) => side / 4 * deep);
  const sides = [
    { name: "left", operand: left, side: down, first: "firstM", at: 0 },
    {
      name: "right",
      operand: right,
      side: across,
      first: "firstN",
      at: blocks[0],
    },
  ];
  const declare: string[] = [];
  const fetch: string[] = [];
  const store: string[] = [];
  for (let slot = 0; slot * threads < blocks[0] + blocks[1]; slot++) {
    const p = [0, 1, 2, 3].map((j) => `p${slot}_${j}`);
    const i = `i${slot}`;
    declare.push(`let ${i} = local.x + ${slot * threads}u;`);
    declare.push(...p.map((name) => `var ${name} = vec4f();`));
    for (const { name, operand, side, first, at } of sides) {
      const [lowest, highest] = [slot * threads, (slot + 1) * threads - 1];
      const past = at + side / 4 * deep;
      if (highest < at || lowest >= past) continue;
      const inner = operand.along === "inner";
      const open = `if (${i} >= ${at}u && ${i} < ${past}u) {
let block = ${i} - ${at}u;
let kq = ${inner ? `block % ${deep}u` : `block / ${side / 4}u`} * 4u;
let oq = ${inner ? `block / ${deep}u` : `block % ${side / 4}u`};`;
      const quads = [0, 1, 2, 3].map((j) =>
        inner
          ? `let q${j} = ${name}(${first} + oq * 4u + ${j}u, k0 + kq, end);`
          : `${p[j]} = ${name}(${first} + oq * 4u, k0 + kq + ${j}u, end);`
      );
      const turn = inner
        ? p.map((value, j) =>
          `${value} = vec4f(${
            [0, 1, 2, 3].map((q) => `q${q}[${j}]`).join(", ")
          });`
        )
        : [];
      fetch.push(open, ...quads, ...turn, "}");
      const array = name === "left" ? "tileA" : "tileB";
      store.push(
        open,
        ...p.map((value, j) =>
          `${array}[(kq + ${j}u) * ${stride(side)}u + oq] = ${value};`
        ),
        "}",
      );
    }
  }
  return {
    declare: declare.join("\n"),
    fetch: fetch.join("\n"),
    store: store.join("\n"),
  };
}
