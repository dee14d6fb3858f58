// Writes what pickles.py reads with Python: spectogram.pickle of a few images,
// the labels that Code S2 reads beside it, and the images as a .npy file.
import { encodeNpy } from "../../lib/artifacts/npy.ts";
import { encodeSpectrogramPickle } from "../../lib/artifacts/pickle.ts";
import { PICKLED_IMAGES, PICKLED_NAMES } from "../support/pickled_images.ts";

const [folder] = Deno.args;
await Deno.mkdir(folder, { recursive: true });
const { samples, bins, frames, channels, data } = PICKLED_IMAGES;
await Deno.writeFile(
  `${folder}/spectogram.pickle`,
  encodeSpectrogramPickle(PICKLED_NAMES, PICKLED_IMAGES),
);
await Deno.writeFile(
  `${folder}/images.npy`,
  encodeNpy(data, [samples, bins, frames, channels]),
);
const rows = PICKLED_NAMES.map((name, i) => `${name};${i + 0.5}`);
await Deno.writeTextFile(
  `${folder}/labels.csv`,
  ["sample;Sb_ppm", ...rows, ""].join("\n"),
);
