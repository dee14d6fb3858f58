// What a checked config holds: everything that decides what a run computes,
// under the names that SciPy, scikit-learn and Keras give it. schema.ts says
// which values are allowed, and has the defaults.

import type { DataConfig } from "./data_types.ts";
import type { PreprocessStep } from "./preprocess_types.ts";

export type * from "./data_types.ts";
export type * from "./preprocess_types.ts";

/** Everything that decides what a run computes. */
export interface Config {
  /** The JSON Schema that editors check the file with. */
  readonly $schema?: string;
  /** Version of the config format. */
  readonly version: 1;
  /** Names the run and its folder, `artifacts/<name>`. */
  readonly name: string;
  /** What it is, in a line for people. */
  readonly title: string;
  /** Where spectra and labels come from. */
  readonly data: DataConfig;
  /** Label columns to predict, with their unit in the name. */
  readonly targets: string[];
  /** Pre-treatments of the spectra, in their order. */
  readonly preprocess: PreprocessStep[];
  /** How a spectrum becomes a spectrogram. */
  readonly spectrogram: SpectrogramConfig;
  /** Which samples train, validate and test. */
  readonly split: SplitConfig;
  /** The network's table of blocks. */
  readonly network: NetworkConfig;
  /** How the network is trained. */
  readonly training: TrainingConfig;
  /** What a run keeps to doubt its predictions by; nothing if left out. */
  readonly doubt?: DoubtConfig;
}

/** How predictions are doubted. */
export interface DoubtConfig {
  /** Share of values that an interval should hold. */
  readonly coverage: number;
  /** Share of ordinary spectra that each limit lets pass. */
  readonly ordinary: number;
}

/** Several networks whose mean is the prediction. */
export interface EnsembleConfig {
  /** Networks; the seeds of each are one higher than those of the last. */
  readonly members: number;
  /**
   * Each member learns from the whole training part, or leaves one of as many
   * folds out (as CV+ intervals need it).
   */
  readonly sample: "all" | "folds";
}

/** A window function under SciPy's name. */
export type WindowConfig =
  | {
    /** The only window with a parameter. */
    readonly name: "tukey";
    /** Tapered share of the window. */
    readonly alpha: number;
  }
  | {
    /** A window without parameters. */
    readonly name: "boxcar" | "hann" | "hamming" | "blackman";
  };

/** What happens to the values of a spectrogram. */
export interface ValuesConfig {
  /**
   * Each spectrogram to 0..1, or left as it is, or each channel to the training
   * part's mean 0 and deviation 1, by one mean and one scale a channel.
   */
  readonly normalization: "min-max" | "none" | "standardize";
  /** Values, or their decimal logarithm. */
  readonly scale: "linear" | "log10";
}

/** `scipy.signal.spectrogram` and its parameters. */
export interface ScipySpectrogramConfig extends ValuesConfig {
  /** Picks this method. */
  readonly method: "scipy";
  /** Samples per unit of the axis. */
  readonly fs: number;
  /** Points of a segment. */
  readonly nperseg: number;
  /** Points shared by neighbouring segments. */
  readonly noverlap: number;
  /** Points of the Fourier transform. */
  readonly nfft: number;
  /** Weights of the points. */
  readonly window: WindowConfig;
  /** What is subtracted from a segment: nothing, its mean, its line. */
  readonly detrend: "none" | "constant" | "linear";
  /** Per frequency, or in all. */
  readonly scaling: "density" | "spectrum";
  /** Power, or modulus. */
  readonly mode: "psd" | "magnitude";
}

/** `tf.signal.stft`'s magnitude and its parameters. */
export interface TensorflowSpectrogramConfig extends ValuesConfig {
  /** Picks this method. */
  readonly method: "tensorflow";
  /** Points to which a spectrum is cut or padded with zeros. */
  readonly length: number;
  /** Points of a frame. */
  readonly frame_length: number;
  /** Points between starts of frames. */
  readonly frame_step: number;
  /** Points of the Fourier transform. */
  readonly fft_length: number;
  /** Weights of the points. */
  readonly window: WindowConfig;
}

/** How a spectrum becomes a spectrogram. */
export type SpectrogramConfig =
  | ScipySpectrogramConfig
  | TensorflowSpectrogramConfig;

/** Code S2's split, whose test part early stopping watches. */
export interface PublishedSplitConfig {
  /** Picks this protocol. */
  readonly protocol: "published";
  /** Share of the samples that is tested. */
  readonly test_size: number;
  /** Seed of scikit-learn's permutation. */
  readonly random_state: number;
}

/** What groups (sites) mean for a split; see `HonestSplitConfig`. */
export type GroupRule = "none" | "stratified" | "leave-out-test" | "leave-out";

/** A split whose test part nothing looks at before the end. */
export interface HonestSplitConfig {
  /** Picks this protocol. */
  readonly protocol: "honest";
  /** Share of all samples (or groups) that is tested. */
  readonly test_size: number;
  /** Share of all samples (or groups) that early stopping watches. */
  readonly validation_size: number;
  /** Seed of scikit-learn's permutation. */
  readonly random_state: number;
  /**
   * `none`: groups are ignored. `stratified`: every part holds every group in
   * proportion. `leave-out-test`: the test part is whole groups that training
   * and validation never meet (two groups or more). `leave-out`: the validation
   * part is whole groups too (three groups or more).
   */
  readonly by_group: GroupRule;
}

/** Which samples train, validate and test. */
export type SplitConfig = PublishedSplitConfig | HonestSplitConfig;

/** A run of inverted residual blocks, as in MobileNetV2. */
export interface BlockConfig {
  /** Filters that leave the block. */
  readonly filters: number;
  /** Factor by which the block widens. */
  readonly expansion: number;
  /** Stride of the first repeat; the others have 1. */
  readonly strides: 1 | 2;
  /** Bottlenecks in the block. */
  readonly repeats: number;
}

/** The network's table of blocks. */
export interface NetworkConfig {
  /** Filters of the first convolution. */
  readonly stem_filters: number;
  /** Inverted residual blocks, in order. */
  readonly blocks: BlockConfig[];
  /** Units of the hidden dense layer. */
  readonly dense_units: number;
  /** Keras's constants of every batch norm. */
  readonly batch_norm: { readonly momentum: number; readonly epsilon: number };
  /** From the last map to a vector; flatten, as published, if left out. */
  readonly head?: "flatten" | "global_average_pooling";
  /** Share of the dense layer's inputs that training drops; 0 if left out. */
  readonly dropout?: number;
}

/** Adam with Keras's names. */
export interface OptimizerConfig {
  /** The only optimizer. */
  readonly name: "adam";
  /** Size of a step. */
  readonly learning_rate: number;
  /** Decay of the first moment. */
  readonly beta_1: number;
  /** Decay of the second moment. */
  readonly beta_2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
  /**
   * Share of each weight, times the rate, that a step takes away (Loshchilov and
   * Hutter 2019, AdamW as Keras has it); 0 if left out.
   */
  readonly weight_decay?: number;
  /** Greatest norm of all gradients together; null or left out: any. */
  readonly global_clipnorm?: number | null;
  /** How the rate goes on; constant if left out. */
  readonly schedule?: "constant" | "cosine";
  /** Epochs in which the rate grows from 0; 0 if left out. */
  readonly warmup_epochs?: number;
}

/** Pairs of samples are mixed (Zhang et al. 2018). */
export interface MixupConfig {
  /** Least share of the first of a pair; shares are even from here to 1. */
  readonly least_share: number;
}

/** When training ends early. */
export interface EarlyStoppingConfig {
  /** What is watched. */
  readonly monitor: "val_loss" | "val_rmse";
  /** Epochs without improvement before the end. */
  readonly patience: number;
  /** Whether the best epoch's weights come back. */
  readonly restore_best_weights: boolean;
}

/** When the best weights so far are kept. */
export interface CheckpointConfig {
  /** Batches between checks. */
  readonly every_batches: number;
  /** What is watched. */
  readonly monitor: "val_loss" | "val_rmse";
}

/** How the network is trained. */
export interface TrainingConfig {
  /** Most passes over the training part. */
  readonly epochs: number;
  /** Samples of a step; the last one of an epoch may have fewer. */
  readonly batch_size: number;
  /** What turns gradients into steps. */
  readonly optimizer: OptimizerConfig;
  /** Seed of the initial weights. */
  readonly initializer_seed: number;
  /** Seed of everything random in training itself; 1 if left out. */
  readonly random_seed?: number;
  /** Whether each epoch has an order of its own; false if left out. */
  readonly shuffle?: boolean;
  /** Whether samples are mixed, and how; null or left out: not. */
  readonly mixup?: MixupConfig | null;
  /**
   * What the network learns: values; values in deviations of the mean; or
   * `ln(1 + value)`, as NumPy's log1p, in deviations of its mean, for contents
   * that a few large values would decide. Predictions are values in any case,
   * the losses of the history those of the logarithms.
   */
  readonly target_transform?: "none" | "standardize" | "log1p";
  /**
   * Batch norm statistics of the finished network: moving averages, as Keras has
   * them, or those of the whole training part (Wu and Johnson 2021, "Rethinking
   * Batch in BatchNorm"); moving if left out.
   */
  readonly batch_norm_statistics?: "moving" | "population";
  /**
   * Whether the history also has the training part as the network predicts it;
   * false if left out.
   */
  readonly history_evaluation?: boolean;
  /** When training ends early, or null for never. */
  readonly early_stopping: EarlyStoppingConfig | null;
  /** When the best weights are kept, or null for never. */
  readonly checkpoint: CheckpointConfig | null;
  /** Several networks instead of one; null or left out: one. */
  readonly ensemble?: EnsembleConfig | null;
}
