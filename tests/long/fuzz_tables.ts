// Damages files of tables (R, NumPy, Parquet) at random: every one must give
// a sentence or a value, within 2 s, and with checksums only the right value.
// deno run -A tests/long/fuzz_tables.ts [ROUNDS [NAME]] (10000 each unless said;
// about an hour). Reproducible: damage comes from a seed and the round.
import { InputError } from "../../lib/errors.ts";
import { openSpectra } from "../../lib/spectra/open.ts";
import { createSpectraSet } from "../../lib/spectra/spectra_set.ts";
import { damage } from "../support/damage.ts";

/** Files, and whether every byte of the values is under a checksum. */
const FILES: readonly (readonly [string, boolean])[] = [
  ["r_data/geeves_gzip.rda", true],
  ["r_data/geeves_bzip2.rda", true],
  ["r_data/geeves_xz.rda", true],
  ["r_data/soil_v3_plain.rda", false],
  ["r_data/soil_v2_ascii.rda", false],
  ["r_data/soil_v3_native.rds", false],
  ["r_data/workspace.rda", true],
  ["tables/flat_f8.npz", true],
  ["tables/flat_packed.npz", true],
  ["tables/wide_snappy.parquet", false],
  ["tables/wide_zstd.parquet", false],
  ["tables/wide_brotli.parquet", false],
  ["tables/lists.parquet", false],
];
/** Name of the worker, which runs this file, too. */
const READER = "reader";
const LIMIT_MS = 2000;
const LIMIT_BYTES = 1e9;

interface Outcome {
  readonly outcome: "value" | "sentence" | "crash" | "wrong value";
  readonly text?: string;
  readonly ms: number;
  readonly rss: number;
}

function work(): void {
  const scope = globalThis as unknown as Worker;
  const right = new Map<string, string>();
  scope.onmessage = async ({ data: { path, name, sure } }) => {
    const start = performance.now();
    let found: Omit<Outcome, "ms" | "rss">;
    try {
      const set = createSpectraSet(await openSpectra(path));
      const text = JSON.stringify([set.samples, [...set.reflectance]]);
      if (!right.has(name)) right.set(name, text);
      found = sure && right.get(name) !== text
        ? { outcome: "wrong value" }
        : { outcome: "value" };
    } catch (error) {
      const text = String(error instanceof Error ? error.stack : error);
      found = error instanceof InputError
        ? { outcome: "sentence", text: error.message }
        : { outcome: "crash", text };
    }
    const ms = performance.now() - start;
    scope.postMessage({ ...found, ms, rss: Deno.memoryUsage().rss });
  };
}

function openWorker(): (message: unknown) => Promise<Outcome> {
  let worker: Worker | undefined;
  return (message) => {
    worker ??= new Worker(import.meta.url, { type: "module", name: READER });
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const timer = setTimeout(() => {
      worker?.terminate();
      worker = undefined;
      resolve({ outcome: "crash", text: "hangs", ms: Infinity, rss: 0 });
      // Ten times the limit: the machine may be busy, a hang stays one.
    }, 10 * LIMIT_MS);
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(timer);
      worker = undefined;
      resolve({ outcome: "crash", text: event.message, ms: 0, rss: 0 });
    };
    worker.postMessage(message);
    return promise;
  };
}

async function main(): Promise<void> {
  const rounds = Number(Deno.args[0] ?? 10_000);
  const ask = openWorker();
  const folder = await Deno.makeTempDir();
  let bad = 0;
  const chosen = FILES.filter(([name]) => name.includes(Deno.args[1] ?? ""));
  for (const [name, sure] of chosen) {
    const source = new URL(`../goldens/${name}`, import.meta.url);
    const bytes = await Deno.readFile(source);
    const path = `${folder}/file`;
    const tally: Record<string, number> = {};
    let slowest = 0;
    let most = 0;
    for (let round = -1; round < rounds; round++) {
      const data = round < 0 ? bytes : damage(bytes, round);
      await Deno.writeFile(path, data);
      const found = await ask({ path, name, sure });
      tally[found.outcome] = (tally[found.outcome] ?? 0) + 1;
      slowest = Math.max(slowest, found.ms);
      most = Math.max(most, found.rss);
      const isBad = found.outcome === "crash" ||
        found.outcome === "wrong value" || found.ms > LIMIT_MS ||
        found.rss > LIMIT_BYTES || /\n|\bundefined\b|\bNaN rows/.test(
          found.outcome === "sentence" ? found.text ?? "" : "",
        );
      if (isBad && bad++ < 20) {
        console.log(`${name}, round ${round}: ${JSON.stringify(found)}`);
      }
    }
    console.log(
      `${name}: ${JSON.stringify(tally)}, slowest ${slowest.toFixed(0)} ms, ` +
        `most ${(most / 1e6).toFixed(0)} MB`,
    );
  }
  await Deno.remove(folder, { recursive: true });
  console.log(bad === 0 ? "All held." : `${bad} did not hold.`);
  Deno.exit(bad === 0 ? 0 : 1);
}

if (globalThis.name === READER) work();
else await main();
