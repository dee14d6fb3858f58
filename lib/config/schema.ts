// What a config may hold, and the defaults, which live here, in data_schema.ts and
// preprocess_schema.ts and nowhere else. The numbers are those of SciPy, of Code S1
// and of Code S2; the files in paper-config/ write all of them out.
import { z } from "../third_party/zod.ts";
import { crossCheck } from "./cross_check.ts";
import { dataSchema } from "./data_schema.ts";
import {
  choice,
  flag,
  fraction,
  integer,
  list,
  oneOf,
  positive,
  rate,
  seed,
  size,
  table,
  text,
  variant,
} from "./fields.ts";
import { preprocessSchema } from "./preprocess_schema.ts";
import type { Config, SpectrogramConfig } from "./types.ts";

const NAME = "a name of up to 64 small letters, digits, dots, - and _";

const window = z.discriminatedUnion("name", [
  table({
    name: variant("tukey"),
    alpha: fraction("Tapered share of the window").default(0.25),
  }),
  ...(["boxcar", "hann", "hamming", "blackman"] as const).map((name) =>
    table({ name: variant(name) })
  ),
], oneOf(["tukey", "boxcar", "hann", "hamming", "blackman"]));

const values = {
  normalization: choice(
    ["min-max", "none", "standardize"],
    "Each spectrogram to 0..1, or left as it is, or each channel to the " +
      "training part's mean 0 and deviation 1",
  ).default("min-max"),
  scale: choice(["linear", "log10"], "Values, or their decimal logarithm")
    .default("linear"),
};

const spectrogram = z.discriminatedUnion("method", [
  table({
    method: variant("scipy"),
    fs: positive(1e9, "Samples per unit of the axis").default(1),
    nperseg: integer(1, 65536, "Points of a segment").default(256),
    noverlap: integer(0, 65535, "Points shared by neighbouring segments")
      .default(32),
    nfft: integer(1, 65536, "Points of the Fourier transform").default(256),
    window: window.default({ name: "tukey", alpha: 0.25 }),
    detrend: choice(
      ["none", "constant", "linear"],
      "What is subtracted from a segment: nothing, its mean, its line",
    ).default("constant"),
    scaling: choice(["density", "spectrum"], "Per frequency, or in all")
      .default("density"),
    mode: choice(["psd", "magnitude"], "Power, or modulus").default("psd"),
    ...values,
  }),
  table({
    method: variant("tensorflow"),
    length: integer(
      1,
      1_000_000,
      "Points to which a spectrum is cut or padded with zeros",
    ).default(2151),
    frame_length: integer(1, 65536, "Points of a frame").default(128),
    frame_step: integer(1, 65536, "Points between starts of frames")
      .default(64),
    fft_length: integer(1, 65536, "Points of the Fourier transform")
      .default(128),
    window: window.default({ name: "hann" }),
    ...values,
  }),
], oneOf(["scipy", "tensorflow"]));

const randomState = seed("Seed of scikit-learn's permutation").default(42);

const split = z.discriminatedUnion("protocol", [
  table({
    protocol: variant("published"),
    test_size: size("Share, or number, of samples that are tested")
      .default(0.33),
    random_state: randomState,
  }),
  table({
    protocol: variant("honest"),
    test_size: size("Share, or number, of all samples that are tested")
      .default(0.33),
    validation_size: size(
      "Share, or number, of all samples that early stopping watches",
    ).default(0.2),
    random_state: randomState,
    by_group: choice(
      ["none", "stratified", "leave-out-test", "leave-out"],
      "none: groups are ignored. stratified: every part holds every group in " +
        "proportion. leave-out-test: the test part is whole groups, which " +
        "training and validation never meet. leave-out: the validation part " +
        "is whole groups too",
    ).default("none"),
  }),
], oneOf(["published", "honest"]));

const network = table({
  stem_filters: integer(1, 4096, "Filters of the first convolution")
    .default(32),
  blocks: list(
    table({
      filters: integer(1, 4096, "Filters that leave the block"),
      expansion: integer(1, 64, "Factor by which the block widens"),
      strides: z.literal([1, 2], "1 or 2").describe(
        "Stride of the first repeat",
      ),
      repeats: integer(1, 100, "Bottlenecks in the block"),
    }),
    "Inverted residual blocks, in order",
  ).default([
    { filters: 16, expansion: 1, strides: 1, repeats: 1 },
    { filters: 24, expansion: 6, strides: 2, repeats: 2 },
    { filters: 32, expansion: 6, strides: 2, repeats: 3 },
  ]),
  dense_units: integer(1, 65536, "Units of the hidden dense layer")
    .default(64),
  batch_norm: table({
    momentum: rate("Share of the old moving average that is kept")
      .default(0.99),
    epsilon: positive(1, "Added to the variance").default(0.001),
  }).prefault({}),
  head: choice(
    ["flatten", "global_average_pooling"],
    "From the last map to a vector",
  ).default("flatten"),
  dropout: rate("Share of the dense layer's inputs that training drops")
    .default(0),
});

const monitor = choice(["val_loss", "val_rmse"], "What is watched");

const training = table({
  epochs: integer(1, 1_000_000, "Most passes over the training part")
    .default(5000),
  batch_size: integer(1, 1_000_000, "Samples of a step").default(64),
  optimizer: table({
    name: z.literal("adam", '"adam"').default("adam"),
    learning_rate: positive(10, "Size of a step").default(0.001),
    beta_1: rate("Decay of the first moment").default(0.9),
    beta_2: rate("Decay of the second moment").default(0.999),
    epsilon: positive(1, "Added to the root of the second moment")
      .default(1e-7),
    weight_decay: fraction(
      "Share of each weight, times the rate, that a step takes away",
    ).default(0),
    global_clipnorm: z.nullable(
      positive(1e9, "Greatest norm of all gradients together, or null"),
    ).default(null),
    schedule: choice(
      ["constant", "cosine"],
      "The rate stays, or falls to 0 along half a cosine",
    ).default("constant"),
    warmup_epochs: integer(0, 1_000_000, "Epochs in which the rate grows")
      .default(0),
  }).prefault({}),
  initializer_seed: seed("Seed of the initial weights").default(1),
  random_seed: seed("Seed of order, mixup and dropout").default(1),
  shuffle: flag("Whether each epoch has an order of its own").default(false),
  mixup: z.nullable(table({
    least_share: fraction(
      "Least share of the first of a pair; shares are even from here to 1",
    ).default(0.5),
  })).default(null),
  target_transform: choice(
    ["none", "standardize", "log1p"],
    "The network learns values, values in deviations of the mean, or those " +
      "of ln(1 + value)",
  ).default("none"),
  batch_norm_statistics: choice(
    ["moving", "population"],
    "Of the finished network: moving averages, or those of the whole " +
      "training part",
  ).default("moving"),
  history_evaluation: flag(
    "Whether the history also has the training part as the network predicts it",
  ).optional(),
  early_stopping: z.nullable(table({
    monitor: monitor.default("val_loss"),
    patience: integer(0, 1_000_000, "Epochs without improvement")
      .default(1000),
    restore_best_weights: flag("Whether the best epoch's weights come back")
      .default(true),
  })).prefault({}),
  checkpoint: z.nullable(table({
    every_batches: integer(1, 1_000_000_000, "Batches between checks")
      .default(500),
    monitor: monitor.default("val_rmse"),
  })).prefault({}),
  ensemble: z.nullable(table({
    members: integer(2, 100, "Networks whose mean is the prediction"),
    sample: choice(
      ["all", "folds"],
      "Each learns from the whole training part, or leaves one fold out",
    ).default("all"),
  })).optional(),
});

const doubt = table({
  coverage: rate("Share of values that an interval should hold").default(0.9),
  ordinary: rate("Share of ordinary spectra that each limit lets pass")
    .default(0.98),
});

const config = table({
  $schema: text("The JSON Schema that editors check this file with")
    .optional(),
  version: z.literal(1, "1").describe("Version of the config format"),
  name: z.string(NAME).regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, NAME)
    .describe("Names the run and its folder"),
  title: text("What it is, in a line for people"),
  data: dataSchema,
  targets: list(
    text("Label column, with its unit"),
    "Label columns to predict",
  ).default(["Sb_ppm"]),
  preprocess: preprocessSchema,
  spectrogram: spectrogram.prefault({ method: "scipy" }),
  split: split.prefault({ protocol: "published" }),
  network: network.prefault({}),
  training: training.prefault({}),
  doubt: doubt.optional(),
}).superRefine(crossCheck);

/** Checks a config and fills in its defaults. */
export const configSchema: z.ZodType<Config> = config;

/**
 * The defaults of a spectrogram method.
 *
 * @param method `scipy` or `tensorflow`.
 * @returns Every parameter, as Code S1 has them.
 *
 * @example
 * ```ts
 * import { defaultSpectrogram } from "./schema.ts";
 *
 * const settings = defaultSpectrogram("tensorflow");
 * if (settings.window.name !== "hann") throw new Error("window");
 * ```
 */
export function defaultSpectrogram(
  method: SpectrogramConfig["method"],
): SpectrogramConfig {
  return spectrogram.parse({ method });
}
