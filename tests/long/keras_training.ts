// The long check of training, first half: the published network for 300
// epochs (published protocol, early stopping off) on backend `exact`, once for
// each seed of the initialiser. Writes what Keras needs for the same, and our
// figures, into a folder. The second half trains Keras and compares:
//
//     deno run -A tests/long/keras_training.ts FOLDER [SEEDS] [EPOCHS]
//     python tests/reference/keras_training.py FOLDER
import { encodeTable } from "../../lib/artifacts/csv_table.ts";
import { encodeNpy } from "../../lib/artifacts/npy.ts";
import { openBackend } from "../../lib/backend/open.ts";
import { loadConfig } from "../../lib/config.ts";
import { metrics } from "../../lib/evaluation/metrics.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { predict } from "../../lib/model/predict.ts";
import { toImages } from "../../lib/spectrogram/image.ts";
import { generateSynthetic } from "../../lib/synthetic/generate.ts";
import { loadParameters } from "../../lib/synthetic/parameters.ts";
import { splitSamples } from "../../lib/training/split.ts";
import { train } from "../../lib/training/train.ts";
import { ROOT } from "../support/tiny_run.ts";

const [folder, seeds = "3", epochs = "300"] = Deno.args;
if (folder === undefined) {
  console.error("An argument is needed: FOLDER");
  Deno.exit(2);
}
const config = await loadConfig(`${ROOT}paper-config/carvalho2024.json`);
const { spectra, labels } = generateSynthetic(
  await loadParameters(`${ROOT}fixtures/synthetic.json`),
);
const images = await toImages(spectra, config.spectrogram);
const split = splitSamples(
  { samples: images.samples, groups: spectra.groups },
  config.split,
);
const training = {
  ...config.training,
  epochs: Number(epochs),
  early_stopping: null,
  checkpoint: null,
};
const { samples, bins, frames, channels } = images;

Deno.mkdirSync(folder, { recursive: true });
Deno.writeFileSync(
  `${folder}/images.npy`,
  encodeNpy(images.data, [samples, bins, frames, channels]),
);
// Rows in the order of training, by their index into the images.
const parts = ["train", "test"] as const;
Deno.writeFileSync(
  `${folder}/samples.csv`,
  encodeTable(
    ["index", "part", "Sb_ppm"],
    parts.flatMap((part) =>
      split[part].map((index) => [index, part, labels.values[index]])
    ),
  ),
);

const backend = await openBackend({ backend: "exact" });
const runs = [];
for (let seed = 1; seed <= Number(seeds); seed++) {
  const network = createNetwork(
    networkSpec([bins, frames, channels], 1, config.network),
    seed,
  );
  const { history } = await train({
    network,
    images,
    targets: labels.values,
    split,
    config: training,
  });
  const predicted = await predict(network, images);
  const figures = parts.map((part) => {
    const { rmse, r2 } = metrics(
      split[part].map((index) => labels.values[index]),
      split[part].map((index) => predicted[index]),
    );
    return [part, { rmse, r2 }];
  });
  const val_rmse = history.map((row) => row.val_rmse);
  runs.push({ seed, ...Object.fromEntries(figures), val_rmse });
  console.log(`seed ${seed}: ${JSON.stringify(Object.fromEntries(figures))}`);
  network.dispose();
}
await backend.close();
Deno.writeTextFileSync(
  `${folder}/ours.json`,
  JSON.stringify({ epochs: training.epochs, runs }),
);
