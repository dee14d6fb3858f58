// A config for data that somebody brings: what can be told from the spectra and
// values is chosen, everything else is left at its default. The recipe is that
// of the study on the Geeves soils (README), not the published one.
import type { SpectraSet } from "../spectra/spectra_set.ts";

/** What is known of the data. */
export interface Suggestion {
  /** Paths as they are to stand in the config. */
  readonly spectra: string;
  readonly labels: string;
  readonly targets: readonly string[];
  /** Path of the JSON Schema, as seen from the config. */
  readonly schema: string;
  /** Keys of `data` that reading needed, such as `row_prefix`. */
  readonly data: Readonly<Record<string, string>>;
  /** Spectra and samples as they were read and joined. */
  readonly set: SpectraSet;
}

/** Bands that a spectrogram with channels needs at least. */
const MANY_BANDS = 200;

/**
 * Suggests a config.
 *
 * @param data What is known.
 * @returns The config as plain JSON, keys in the order in which people read.
 *
 * @example
 * ```ts
 * import { suggestConfig } from "./suggest.ts";
 * import { resolveConfig } from "../config.ts";
 *
 * const config = suggestConfig({
 *   spectra: "s.csv",
 *   labels: "l.csv",
 *   targets: ["clay"],
 *   schema: "./schema.json",
 *   data: {},
 *   set: {
 *     samples: ["a", "b", "c"],
 *     replicates: 1,
 *     groups: null,
 *     wavelengths: Float64Array.from({ length: 100 }, (_, i) => 400 + i),
 *     reflectance: new Float64Array(300).fill(0.4),
 *   },
 * });
 * console.log(resolveConfig(config, "x").name); // clay-of-s
 * ```
 */
export function suggestConfig(
  { spectra, labels, targets, schema, data, set }: Suggestion,
): Record<string, unknown> {
  const bands = set.wavelengths.length;
  const nperseg = segmentFor(bands);
  const stem = spectra.split(/[\\/]/).at(-1)!.replace(/\.[^.]*$/, "");
  const title = `${targets.join(", ")} of ${set.samples.length} samples`;
  return {
    $schema: schema,
    version: 1,
    name: slug(`${targets[0]}-of-${stem}`),
    title,
    data: { source: "files", spectra, labels, ...data },
    targets: [...targets],
    ...(bands >= MANY_BANDS && isEven(set.wavelengths) && {
      preprocess: [{ step: "channels", chains: CHAINS }],
    }),
    spectrogram: {
      method: "scipy",
      nperseg,
      noverlap: nperseg / 2,
      nfft: nperseg,
      normalization: "standardize",
    },
    split: {
      protocol: "honest",
      test_size: 0.33,
      validation_size: 0.15,
      random_state: 42,
    },
    network: { head: "global_average_pooling" },
    training: {
      epochs: 120,
      batch_size: Math.min(32, Math.max(4, Math.floor(set.samples.length / 8))),
      optimizer: {
        learning_rate: 0.003,
        schedule: "cosine",
        warmup_epochs: 5,
      },
      shuffle: true,
      mixup: { least_share: 0.5 },
      target_transform: "standardize",
      batch_norm_statistics: "population",
      early_stopping: null,
      checkpoint: null,
    },
  };
}

const CHAINS = [
  [],
  [{ step: "snv" }],
  [
    { step: "savitzky_golay", window_length: 25, polyorder: 2, deriv: 1 },
    { step: "snv" },
  ],
];

/** A power of two, 64 at most, that leaves some frames. */
function segmentFor(bands: number): number {
  let segment = 64;
  while (segment > 8 && segment > bands / 4) segment /= 2;
  return segment;
}

function isEven(wavelengths: Float64Array): boolean {
  const step = wavelengths[1] - wavelengths[0];
  return wavelengths.every((nm, i) =>
    i === 0 || Math.abs(nm - wavelengths[i - 1] - step) <= 1e-6 * step
  );
}

/** Small letters, digits, dots, - and _, as a run's name has them. */
function slug(text: string): string {
  const plain = text.normalize("NFKD").toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+|-+$/g, "");
  return plain.slice(0, 64) || "mine";
}
