// Sums of columns and a change that knows them, in one kernel, for matrices of
// few rows on graphics processors: a workgroup does one column, of four values,
// from the first row to the last, twice. The second time they lie in its cache,
// and a launch costs more than reading half of each line of memory.
import { type Binding, dispatch } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  type Block,
  type BlockLoop,
  overRows,
  place,
  sharedSums,
  shareSums,
} from "./row_blocks.ts";

/** From here on two kernels are faster. */
const FEW_ROWS = 4096;

/** Invocations of a workgroup; rows that one loads at once. */
const THREADS = 256;
const AT_ONCE = 8;

/**
 * Shares out a matrix, null where it has too many rows.
 *
 * @param rows Its rows.
 * @param columns Elements in a row.
 * @param width Values in an element.
 */
export function aloneBlock(
  rows: number,
  columns: number,
  width: 1 | 4,
): Block | null {
  // what fits a uniform on every adapter, which the gradient needs
  if (rows > FEW_ROWS || width === 1 || columns > 4096) return null;
  return {
    across: 1,
    lanes: THREADS,
    groups: columns,
    chunkRows: rows,
    runRows: rows,
  };
}

/**
 * Sums `first` and `second`, then changes every element.
 *
 * @param backend The backend.
 * @param sums `row` adds to both.
 * @param map `prepare` knows both, and writes what is one per channel if
 * `chief`.
 */
export function sumAndMapAlone(
  backend: OwnBackend,
  sums: BlockLoop,
  map: BlockLoop,
): void {
  const { block: { across, lanes, groups }, type, numbers } = map;
  const bindings = new Map<string, Binding>();
  for (const binding of [...sums.bindings, ...map.bindings]) {
    bindings.set(binding.name, binding);
  }
  const all = [...bindings.values()];
  // a uniform's length is part of the code
  const fixed = all.some(({ access }) => access === "uniform");
  dispatch(backend, {
    key: `${map.key} ${across} alone ${fixed ? numbers.columns : ""}`,
    bindings: all,
    numbers: { ...numbers, length: numbers.rows },
    workgroup: [across * lanes, 1],
    groups: [1, groups, 1],
    declarations: () => `${map.declarations}\n${sharedSums(map)}`,
    body: () =>
      `${place(map)}
${sums.prepare}
var first = ${type}();
var second = ${type}();
{ ${overRows(sums, AT_ONCE)} }
${shareSums(map)}
first = firsts[local.x % ${across}u];
second = seconds[local.x % ${across}u];
${map.prepare}
if (inside) {
${overRows(map, AT_ONCE)}
}`,
  });
}
