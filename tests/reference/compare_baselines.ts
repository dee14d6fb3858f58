// Fits the baselines on real spectra and writes what they predict, for
// compare_baselines.py beside it:
//   deno run --allow-read --allow-write compare_baselines.ts SPECTRA LABELS SPLITS TARGET OUT
import { selectRows, type Settings } from "../../lib/baselines/baseline.ts";
import { BASELINES } from "../../lib/baselines/baselines.ts";
import { joinLabels } from "../../lib/spectra/join.ts";
import { openSpectra } from "../../lib/spectra/open.ts";
import { readLabels } from "../../lib/spectra/tables/csv_labels.ts";

const [spectraPath, labelsPath, splitsPath, target, out] = Deno.args;
const set = await openSpectra(spectraPath);
const labels = await readLabels(labelsPath, [target]);
const { spectra, labels: { values } } = joinLabels(set, labels);
/** A column for each ten bands is enough to compare by. */
const STEP = 10;
const bands = spectra.wavelengths.length;
const kept = Array.from(
  { length: Math.ceil(bands / STEP) },
  (_, i) => i * STEP,
);
const x = {
  rows: spectra.samples.length,
  columns: kept.length,
  values: Float64Array.from(
    spectra.samples.flatMap((_, row) =>
      kept.map((band) => spectra.reflectance[row * bands + band])
    ),
  ),
};
const { splits } = JSON.parse(await Deno.readTextFile(splitsPath));
const place = new Map(spectra.samples.map((name, row) => [name, row]));
const rowsOf = (names: string[]) => names.map((name) => place.get(name)!);
const said = [];
for (const split of splits) {
  const train = rowsOf([...split.train, ...split.validation]);
  const test = rowsOf(split.test);
  const y = Float64Array.from(train, (row) => values[row]);
  const fitted = (
    name: keyof typeof BASELINES,
    settings: Settings,
    seeds = [1],
  ) =>
    seeds.map((seed) => [
      ...BASELINES[name].fit(selectRows(x, train), y, {
        settings: [settings],
        seed,
      })(selectRows(x, test))[0],
    ]);
  said.push({
    train,
    test,
    plsr: fitted("plsr", { components: 10 }),
    ridge: fitted("ridge", { alpha: 1e-6 }),
    kernel_ridge: fitted("kernel_ridge", { gamma: 1, alpha: 1e-3 }),
    gaussian_process: fitted("gaussian_process", {}),
    random_forest: fitted("random_forest", {}, [1, 2, 3, 4, 5]),
  });
}
await Deno.writeTextFile(
  out,
  JSON.stringify({
    columns: x.columns,
    x: [...x.values],
    y: [...values],
    splits: said,
  }),
);
