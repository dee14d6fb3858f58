// Spectra unlike those of a training part are found, and ordinary ones are not.
import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import type { Matrix } from "../lib/baselines/baseline.ts";
import { selectRows } from "../lib/baselines/baseline.ts";
import { distances, fitDomain, judge } from "../lib/doubt/domain.ts";
import { decodeDomain, encodeDomain } from "../lib/doubt/domain_file.ts";
import { InputError } from "../lib/errors.ts";
import { dot, principalComponents } from "../lib/doubt/pca.ts";
import { Pcg32 } from "../lib/pcg32.ts";

const golden = JSON.parse(
  await Deno.readTextFile(
    new URL("goldens/doubt.json", import.meta.url),
  ),
).domain;

const COLUMNS = 60;

/** Sums of four smooth shapes, and a little noise. */
function soils(rows: number, seed: number, noise = 1e-4): Matrix {
  const random = new Pcg32(seed);
  const values = new Float64Array(rows * COLUMNS);
  for (let i = 0; i < rows; i++) {
    const [a, b, c, d] = [0, 1, 2, 3].map(() => random.uniform() - 0.5);
    for (let j = 0; j < COLUMNS; j++) {
      values[i * COLUMNS + j] = 0.4 + 0.2 * a + 0.1 * b * j / COLUMNS +
        0.05 * c * Math.sin(j / 9) + 0.02 * d * Math.cos(j / 4) +
        noise * (random.uniform() - 0.5);
    }
  }
  return { rows, columns: COLUMNS, values };
}

Deno.test("principalComponents are orthogonal, ordered, and leave what they should", () => {
  const x = soils(40, 1);
  const { loadings, variances, mean } = principalComponents(x, {
    most: 4,
    share: 1,
  });
  assertEquals(loadings.length, 4);
  loadings.forEach((a, i) =>
    loadings.forEach((b, j) =>
      assertLess(Math.abs(dot(a, b) - (i === j ? 1 : 0)), 1e-6)
    )
  );
  assertEquals([...variances], [...variances].sort((a, b) => b - a));
  // The variance of a component's scores, as its definition has it.
  loadings.slice(0, 4).forEach((loading, k) => {
    let squares = 0;
    for (let i = 0; i < x.rows; i++) {
      const row = x.values.slice(i * COLUMNS, (i + 1) * COLUMNS)
        .map((value, c) => value - mean[c]);
      squares += dot(row, loading) ** 2;
    }
    assertLess(Math.abs(squares / (x.rows - 1) / variances[k] - 1), 1e-6);
  });
});

Deno.test("principalComponents end where nothing is left to explain", () => {
  const x = soils(40, 1, 0);
  assertEquals(
    principalComponents(x, { most: 12, share: 0.999999 }).loadings.length,
    4,
  );
  const same = { rows: 3, columns: 4, values: new Float64Array(12).fill(0.5) };
  assertEquals(principalComponents(same, { most: 5, share: 1 }).loadings, []);
});

Deno.test("distances of the training spectra are those of their definition", () => {
  const x = soils(50, 2);
  const components = principalComponents(x, { most: 4, share: 1 });
  const found = distances(components, x);
  const mean = found.reduce((sum, { t2 }) => sum + t2, 0) / x.rows;
  // The mean of T² over the fitted rows is components · (n − 1) / n.
  assertLess(Math.abs(mean - 4 * 49 / 50), 1e-6);
});

Deno.test("judge lets ordinary spectra pass and flags strange ones, with the reason", () => {
  const train = soils(200, 3);
  const domain = fitDomain(train);
  const fresh = soils(300, 4);
  const share = (x: Matrix) =>
    judge(domain, x).filter((reason) => reason !== null).length / x.rows;
  assertLess(share(fresh), 0.07);
  const changed = (change: (value: number, column: number) => number) => ({
    ...fresh,
    values: fresh.values.map((value, i) => change(value, i % COLUMNS)),
  });
  const random = new Pcg32(9);
  assertEquals(share(changed((value) => 100 * value)), 1);
  assert(share(changed((value) => -Math.log10(value))) > 0.95);
  assert(share(changed((value) => value + 1)) > 0.95);
  assert(share(changed((v) => v + 0.01 * (random.uniform() - 0.5))) > 0.95);
  assert(share(changed((v, c) => v + (c === 30 ? 0.02 : 0))) > 0.95);
  const [far] = judge(domain, selectRows(changed((v) => v + 1), [0]));
  assert(
    /^far from the training spectra \(T² [\d.]+ times the limit\)/.test(far!),
  );
  const [shape] = judge(
    domain,
    selectRows(changed((v, c) => v + (c === 30 ? 0.02 : 0)), [0]),
  );
  assert(/of another shape \(Q [\d.]+ times the limit\)$/.test(shape!));
});

Deno.test("fitDomain gives the same limits every time, and wider ones for a higher level", () => {
  const train = soils(80, 5);
  assertEquals(fitDomain(train), fitDomain(train));
  const narrow = fitDomain(train, { level: 0.8 }).limits;
  const wide = fitDomain(train, { level: 0.99 }).limits;
  assert(narrow.q < wide.q && narrow.t2 < wide.t2);
});

Deno.test("distances equal those by NumPy's SVD", () => {
  const matrix = (rows: number[][]): Matrix => ({
    rows: rows.length,
    columns: rows[0].length,
    values: Float64Array.from(rows.flat()),
  });
  const components = principalComponents(matrix(golden.x), {
    most: golden.components,
    share: 1,
  });
  distances(components, matrix(golden.new)).forEach(({ t2, q }, i) => {
    assertLess(Math.abs(t2 / golden.t2[i] - 1), 1e-8);
    assertLess(Math.abs(q / golden.q[i] - 1), 1e-8);
  });
});

Deno.test("fitDomain takes its limits from the rows that it is told of", () => {
  const held = soils(40, 8);
  const { components, limits } = fitDomain(soils(60, 7), { level: 0.9, held });
  const { t2, q } = { t2: 37, q: 37 }; // ceil(0.9 · 41)
  const found = distances(components, held);
  const at = (name: "t2" | "q", rank: number) =>
    found.map((row) => row[name]).sort((a, b) => a - b)[rank - 1];
  assertEquals(limits, { t2: at("t2", t2), q: at("q", q) });
});

Deno.test("decodeDomain gives back what encodeDomain was given, and refuses else", () => {
  const domain = fitDomain(soils(30, 6));
  const bytes = encodeDomain(domain);
  assertEquals(decodeDomain(bytes, "domain.json"), domain);
  const text = new TextDecoder().decode(bytes);
  for (const [from, to] of [['"t2":', '"t3":'], ["stibnite", "other"]]) {
    const changed = new TextEncoder().encode(text.replace(from, to));
    assertThrows(
      () => decodeDomain(changed, "domain.json"),
      InputError,
      "domain.json: is not what",
    );
  }
});
