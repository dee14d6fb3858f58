// Whether a spectrum is like those that a model has learnt from: Hotelling's T²
// (far from the mean along the directions in which they vary) and Q (what those
// directions leave over), Jackson and Mudholkar 1979, "Control procedures for
// residuals associated with principal component analysis". Limits are not taken
// from theory but from spectra that were left out when components were found.
import { type Matrix, selectRows } from "../baselines/baseline.ts";
import { type Components, dot, principalComponents } from "./pca.ts";

/** What a training part's spectra are like. */
export interface Domain {
  readonly components: Components;
  /** Greatest T² and Q that count as ordinary. */
  readonly limits: Distances;
}

/** How far a spectrum is from those of a training part. */
export interface Distances {
  /** Hotelling's T². */
  readonly t2: number;
  /** Residual sum of squares. */
  readonly q: number;
}

/** How {@linkcode fitDomain} works. */
export interface DomainOptions {
  /** Share of ordinary spectra that each limit lets pass; 0.98 if left out. */
  readonly level?: number;
  /** Parts that take turns in being left out; 10 if left out. */
  readonly folds?: number;
  /** Ordinary spectra, not among those learnt from, that give the limits. */
  readonly held?: Matrix;
}

const COMPONENTS = { most: 12, share: 0.9999 };

/**
 * Learns what ordinary spectra are like.
 *
 * @param x Spectra of the training part, a row each.
 * @param options See {@linkcode DomainOptions}.
 * @returns Components of all rows, and limits from rows that were left out.
 *
 * @example
 * ```ts
 * import { fitDomain, judge } from "./domain.ts";
 *
 * const values = Float64Array.from(
 *   { length: 300 },
 *   (_, i) => Math.sin(i) + 0.001 * Math.cos(i * i),
 * );
 * const domain = fitDomain({ rows: 30, columns: 10, values });
 * const strange = { rows: 1, columns: 10, values: new Float64Array(10).fill(9) };
 * if (judge(domain, strange)[0] === null) throw new Error("not flagged");
 * ```
 */
export function fitDomain(
  x: Matrix,
  { level = 0.98, folds = 10, held }: DomainOptions = {},
): Domain {
  const components = principalComponents(x, COMPONENTS);
  const left = held ? distances(components, held) : leftOut(x, folds);
  return {
    components,
    limits: {
      t2: upper(left.map(({ t2 }) => t2), level),
      q: upper(left.map(({ q }) => q), level),
    },
  };
}

/** Distances of rows from components that were found without them. */
function leftOut(x: Matrix, folds: number): Distances[] {
  const left: Distances[] = [];
  const count = Math.min(folds, x.rows);
  for (let fold = 0; fold < count; fold++) {
    const rows = Array.from({ length: x.rows }, (_, i) => i);
    const out = rows.filter((i) => i % count === fold);
    const rest = rows.filter((i) => i % count !== fold);
    if (rest.length < 2) continue;
    const components = principalComponents(selectRows(x, rest), COMPONENTS);
    left.push(...distances(components, selectRows(x, out)));
  }
  return left;
}

/** The smallest value that a share of all is not greater than. */
function upper(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.min(Math.ceil(level * (sorted.length + 1)), sorted.length);
  return sorted[rank - 1];
}

/**
 * Measures how far spectra are from those of a training part.
 *
 * @param components Its components.
 * @param x Spectra on the same grid, a row each.
 */
export function distances(
  { mean, loadings, variances }: Components,
  { rows, columns, values }: Matrix,
): Distances[] {
  return Array.from({ length: rows }, (_, i) => {
    const rest = values.slice(i * columns, (i + 1) * columns)
      .map((value, c) => value - mean[c]);
    let t2 = 0;
    loadings.forEach((loading, k) => {
      const score = dot(rest, loading);
      t2 += score * score / variances[k];
      for (let c = 0; c < columns; c++) rest[c] -= score * loading[c];
    });
    return { t2, q: dot(rest, rest) };
  });
}

/**
 * Says of each spectrum whether it is unlike those of a training part, and why.
 *
 * @param domain What they are like.
 * @param x Spectra on the same grid, a row each.
 * @param seen How rows are looked at, such as ` in the network's features`.
 * @returns A reason, or null for an ordinary one.
 */
export function judge(
  { components, limits }: Domain,
  x: Matrix,
  seen = "",
): (string | null)[] {
  return distances(components, x).map(({ t2, q }) => {
    const reasons: string[] = [];
    if (t2 > limits.t2) {
      reasons.push(
        `far from the training spectra${seen} (T² ${times(t2, limits.t2)})`,
      );
    }
    if (q > limits.q) {
      reasons.push(`of another shape${seen} (Q ${times(q, limits.q)})`);
    }
    return reasons.length > 0 ? reasons.join(", ") : null;
  });
}

/** How many times its limit, in a form that is the same everywhere. */
function times(value: number, limit: number): string {
  const ratio = value / limit;
  const text = ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(2);
  return `${text} times the limit`;
}
