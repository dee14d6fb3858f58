// What a checked study config holds: which models learn which targets under
// which validation schemes, from which seeds.
import type { BaselineName } from "../baselines/baselines.ts";
import type { ValueTransformName } from "../baselines/value_transforms.ts";
import type { DataConfig, PreprocessStep } from "../config/types.ts";
import type { SchemeConfig } from "../validation/schemes.ts";

/** A network: one for each seed, and the mean of their predictions. */
export interface NetworkModel {
  /** Unique in the study. */
  readonly name: string;
  /** Picks this kind. */
  readonly kind: "network";
  /**
   * Config of a run, from whose `preprocess`, `spectrogram`, `network` and
   * `training` the model is made; its data, targets and split do not count. Or
   * one for each target.
   */
  readonly config: string | Readonly<Record<string, string>>;
  /** Seeds of weights and of what is random in training. */
  readonly seeds: number[];
  /**
   * Whether the validation part is watched (early stopping, as the config has
   * it), or learnt from as well (without early stopping and checkpoint).
   */
  readonly validation: "watch" | "train";
}

/** A baseline, fitted to training and validation part. */
export interface BaselineModel {
  /** Unique in the study. */
  readonly name: string;
  /** Picks the baseline. */
  readonly kind: BaselineName;
  /** Pre-treatments to choose from by inner cross-validation. */
  readonly pretreatments: PreprocessStep[][];
  /**
   * What may be learnt instead of the values, chosen likewise; or that for each
   * target.
   */
  readonly transforms:
    | ValueTransformName[]
    | Readonly<Record<string, ValueTransformName[]>>;
  /** Folds of the inner cross-validation. */
  readonly folds: number;
  /** How often it is done, with other folds. */
  readonly repeats: number;
  /** Seed of the folds and of what is random in the model. */
  readonly seed: number;
}

/** The mean of other models' predictions, with equal weights. */
export interface MeanModel {
  /** Unique in the study. */
  readonly name: string;
  /** Picks this kind. */
  readonly kind: "stack";
  /** Names of models; of a network the mean over its seeds counts. */
  readonly of: string[];
}

/** A model of a study. */
export type StudyModel = NetworkModel | BaselineModel | MeanModel;

/** Models once more with fewer samples to learn from. */
export interface LearningCurveConfig {
  /** Names of models; networks learn from their first seed. */
  readonly models: string[];
  /** Shares of the training part. */
  readonly shares: number[];
  /** How many of the first scheme's splits. */
  readonly splits: number;
}

/** Models once more with values that belong to other samples. */
export interface PermutationConfig {
  /** Names of models; networks learn from their first seed. */
  readonly models: string[];
  /** How many of the first scheme's splits. */
  readonly splits: number;
  /** Seed of the permutation. */
  readonly seed: number;
}

/** A study. */
export interface StudyConfig {
  /** The JSON Schema that editors check the file with. */
  readonly $schema?: string;
  /** Version of the format. */
  readonly version: 1;
  /** Names the study and its folder, `artifacts/<name>`. */
  readonly name: string;
  /** What it is, in a line for people. */
  readonly title: string;
  /** Where spectra and labels come from. */
  readonly data: DataConfig;
  /** Label columns to predict, each by models of its own. */
  readonly targets: string[];
  /** Schemes by name. */
  readonly schemes: (SchemeConfig & { readonly name: string })[];
  /** Models by name. */
  readonly models: StudyModel[];
  /** Models to compare in pairs, the first less the second. */
  readonly compare: [string, string][];
  /** Learning curve, or null. */
  readonly learning_curve: LearningCurveConfig | null;
  /** y-randomisation, or null. */
  readonly permutation: PermutationConfig | null;
  /** What a reader must know of how models were chosen. */
  readonly selection: {
    /** Settings that were tried ahead of the study, in all. */
    readonly tried: number;
    /** How often test parts of this study were looked at before it. */
    readonly looks: number;
    /** How settings were chosen, in words. */
    readonly how: string;
  };
}
