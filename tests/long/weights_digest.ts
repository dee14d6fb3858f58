// The same bits everywhere: trains the published network (129 × 9 × 5, Keras's
// Adam, batches of 64) on the synthetic set, on backend `exact`, once for each
// number of threads, and prints SHA-256 of the set, of its spectrograms and of
// all weights on the way. Run it on two machines and compare what it prints:
//
//     deno run -A tests/long/weights_digest.ts [STEPS] [THREADS,THREADS,…]
//
// 200 steps and 1,2,3,4,8 threads unless told otherwise. Ends with an error if
// two numbers of threads disagree.
import { sha256 } from "../../lib/artifacts/sha256.ts";
import { openBackend } from "../../lib/backend/open.ts";
import { loadConfig } from "../../lib/config.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { toImages } from "../../lib/spectrogram/image.ts";
import {
  digestSynthetic,
  generateSynthetic,
} from "../../lib/synthetic/generate.ts";
import { loadParameters } from "../../lib/synthetic/parameters.ts";
import { Adam } from "../../lib/training/adam.ts";
import { disposeBatches, uploadBatches } from "../../lib/training/batches.ts";
import { splitSamples } from "../../lib/training/split.ts";
import { trainStep } from "../../lib/training/step.ts";
import { ROOT } from "../support/tiny_run.ts";

/** Weights are looked at after these steps, and after the last. */
const LOOKS = [0, 1, 2, 3, 5, 10, 20, 50, 100, 200];

const steps = Number(Deno.args[0] ?? 200);
const counts = (Deno.args[1] ?? "1,2,3,4,8").split(",").map(Number);

const config = await loadConfig(`${ROOT}paper-config/carvalho2024.json`);
const set = generateSynthetic(
  await loadParameters(`${ROOT}fixtures/synthetic.json`),
);
const images = await toImages(set.spectra, config.spectrogram);
const { train } = splitSamples(
  { samples: images.samples, groups: set.spectra.groups },
  config.split,
);

console.log(`machine        ${Deno.build.arch}, Deno ${Deno.version.deno}`);
console.log(`synthetic set  ${digestSynthetic(set)}`);
console.log(`spectrograms   ${digest([images.data])}`);

/** SHA-256 of numbers, one array after the other, little-endian. */
function digest(arrays: readonly Float32Array[]): string {
  const parts = arrays.map((values) => {
    const bytes = new DataView(new ArrayBuffer(values.length * 4));
    values.forEach((value, i) => bytes.setFloat32(4 * i, value, true));
    return new Uint8Array(bytes.buffer);
  });
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return sha256(all);
}

/** Trains from the start; gives the digests on the way. */
async function run(threads: number): Promise<string[]> {
  const backend = await openBackend({ backend: "exact", threads });
  const { bins, frames, channels } = images;
  const network = createNetwork(
    networkSpec([bins, frames, channels], 1, config.network),
    config.training.initializer_seed,
  );
  const optimizer = new Adam(network, config.training.optimizer);
  const batches = uploadBatches(
    { images, targets: set.labels.values, perSample: 1 },
    train,
    config.training.batch_size,
  );
  const seen: string[] = [];
  const look = async (step: number) => {
    const found = digest(await network.getWeights());
    console.log(`threads ${threads}, step ${step}: ${found}`);
    seen.push(found);
  };
  for (let step = 0; step <= steps; step++) {
    if (LOOKS.includes(step) || step === steps) await look(step);
    if (step === steps) break;
    trainStep(network, optimizer, batches[step % batches.length]).dispose();
  }
  disposeBatches(batches);
  optimizer.dispose();
  network.dispose();
  await backend.close();
  return seen;
}

let first: string[] | undefined;
for (const threads of counts) {
  const seen = await run(threads);
  first ??= seen;
  if (seen.join() !== first.join()) {
    console.error(`${threads} threads give other bits than ${counts[0]}`);
    Deno.exit(1);
  }
}
console.log(`All the same for ${counts.join(", ")} threads.`);
