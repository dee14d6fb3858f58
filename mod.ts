/**
 * Stibnite: soil reflectance spectra to spectrograms, and a network like
 * MobileNetV2 that learns antimony (or anything else) from them, with every
 * number reproducible. A re-implementation of Carvalho et al. 2024 (Remote
 * Sensing 16, 1964).
 *
 * Each stage is a plain function that can be used alone: {@linkcode openSpectra}
 * reads, {@linkcode inspectSpectra} says what is odd, {@linkcode fitChain}
 * pre-treats, {@linkcode scipySpectrogram} and {@linkcode toImages} transform,
 * {@linkcode splitSamples} splits, {@linkcode train} learns,
 * {@linkcode predict} predicts, {@linkcode evaluate} judges.
 * {@linkcode runPipeline} does all of it from one config, and
 * {@linkcode verifyRun} checks what came out.
 *
 * @example A spectrogram of one spectrum
 * ```ts
 * import { scipySpectrogram } from "./mod.ts";
 *
 * const reflectance = Float64Array.from(
 *   { length: 2151 },
 *   (_, i) => 0.3 + 0.1 * Math.sin(i / 40),
 * );
 * const { frequencies, times, values } = scipySpectrogram(reflectance);
 * console.log(frequencies.length, times.length, values.length); // 129 9 1161
 * ```
 *
 * @example Images, a split, a network and its predictions
 * ```ts
 * import {
 *   createNetwork,
 *   networkSpec,
 *   openBackend,
 *   predict,
 *   splitSamples,
 *   toImages,
 * } from "./mod.ts";
 *
 * const wavelengths = Float64Array.from({ length: 2151 }, (_, i) => 350 + i);
 * const samples = ["RS001", "RS002", "TP001"];
 * const reflectance = Float64Array.from(
 *   { length: samples.length * 2151 },
 *   (_, i) => 0.3 + 0.1 * Math.sin(i / 40),
 * );
 * const backend = await openBackend({ backend: "exact", threads: 1 });
 * const images = await toImages(
 *   { samples, replicates: 1, wavelengths, reflectance },
 *   { method: "scipy", normalization: "min-max", scale: "linear" },
 * );
 * const { train, test } = splitSamples(
 *   { samples: 3, groups: null },
 *   { protocol: "published", test_size: 0.33, random_state: 42 },
 * );
 * const network = createNetwork(networkSpec([129, 9, 1], 1), 1);
 * const predicted = await predict(network, images);
 * console.log(train.length, test.length, predicted.length); // 2 1 3
 * network.dispose();
 * await backend.close();
 * ```
 *
 * @module
 */

export { InputError, UsageError } from "./lib/errors.ts";
export * from "./lib/config.ts";

export type * from "./lib/spectra/spectra_set.ts";
export type * from "./lib/formats/shared/metadata.ts";
export { createSpectraSet } from "./lib/spectra/spectra_set.ts";
export type { TakeOptions } from "./lib/spectra/taken/settle.ts";
export { takeAs } from "./lib/spectra/taken/take_as.ts";
export type * from "./lib/spectra/taken/taken.ts";
export { quantityOf, takenText } from "./lib/spectra/taken/taken.ts";
export type { RecordOptions } from "./lib/formats/csv/records.ts";
export { openSpectra } from "./lib/spectra/open.ts";
export type { ReadOptions } from "./lib/spectra/read_options.ts";
export type { RowNameOptions } from "./lib/spectra/tables/row_keys.ts";
export { readLabels } from "./lib/spectra/tables/csv_labels.ts";
export { openLabels } from "./lib/spectra/tables/open_labels.ts";
export type { ColumnTable } from "./lib/formats/shared/column_table.ts";
export {
  joinLabels,
  type JoinOptions,
  selectSamples,
} from "./lib/spectra/join.ts";
export {
  type InspectOptions,
  inspectSpectra,
} from "./lib/spectra/inspect/inspect.ts";
export type * from "./lib/spectra/inspect/types.ts";
export {
  applyChain,
  fitChain,
  type FitChainOptions,
  type FittedChain,
  type StepFit,
} from "./lib/preprocess/chain.ts";
export type { MscFit } from "./lib/preprocess/msc.ts";
export type { StandardizeFit } from "./lib/preprocess/standardize.ts";
export {
  loadParameters,
  type SyntheticConstituent,
  type SyntheticParameters,
  type SyntheticSite,
} from "./lib/synthetic/parameters.ts";
export {
  digestSynthetic,
  generateSynthetic,
  type SyntheticSet,
} from "./lib/synthetic/generate.ts";

export {
  getWindow,
  type WindowName,
  type WindowOptions,
} from "./lib/spectrogram/window.ts";
export type {
  Detrend,
  Spectrogram,
  SpectrogramPlan,
} from "./lib/spectrogram/plan.ts";
export {
  type ScipyOptions,
  scipyPlan,
  scipySpectrogram,
} from "./lib/spectrogram/scipy.ts";
export {
  type TensorflowOptions,
  tensorflowPlan,
  tensorflowSpectrogram,
} from "./lib/spectrogram/tensorflow.ts";
export type {
  DeviceBatch,
  DeviceImages,
  DeviceResult,
} from "./lib/spectrogram/device_images.ts";
export type { MatrixProduct } from "./lib/spectrogram/matrix_product.ts";
export type { NormalizeOptions } from "./lib/spectrogram/normalize.ts";
export {
  type ImageStack,
  planSpectrogram,
  type SpectraLike,
  type SpectrogramOptions,
  toImages,
  type ToImagesOptions,
} from "./lib/spectrogram/image.ts";

export {
  type Part,
  type Split,
  splitSamples,
  type SplitSubject,
} from "./lib/training/split.ts";
export {
  type BackendRequest,
  type OpenBackend,
  openBackend,
} from "./lib/backend/open.ts";
export { networkSpec, PUBLISHED_NETWORK } from "./lib/model/mobilenet_v2.ts";
export { createNetwork, type Network } from "./lib/model/network.ts";
export type * from "./lib/model/spec.ts";
export { predict, type PredictOptions } from "./lib/model/predict.ts";
export { type EncodedModel, encodeModel } from "./lib/model/saved_model.ts";
export { loadNetwork, type NetworkData } from "./lib/model/load_model.ts";
export { encodeKeras, encodeKerasH5 } from "./lib/model/keras/encode_keras.ts";
export { decodeKeras } from "./lib/model/keras/decode_keras.ts";
export type { AdamState } from "./lib/training/adam.ts";
export type {
  CheckpointState,
  EarlyStoppingState,
} from "./lib/training/early_stopping.ts";
export {
  type CheckpointResult,
  type HistoryRow,
  type StateKeeper,
  train,
  type TrainingConfig,
  type TrainingState,
  type TrainRequest,
  type TrainResult,
} from "./lib/training/train.ts";

export {
  evaluate,
  type EvaluatedPart,
  type Evaluation,
  type Prediction,
} from "./lib/evaluation/evaluate.ts";
export {
  type Metrics,
  metrics,
  type Values,
} from "./lib/evaluation/metrics.ts";

export {
  decodeNpy,
  encodeNpy,
  type NpyArray,
  type NpyData,
} from "./lib/artifacts/npy.ts";
export { encodeNpz, type NpzArray } from "./lib/artifacts/npz.ts";
export { encodeParquet } from "./lib/artifacts/parquet.ts";
export { encodeSpectrogramPickle } from "./lib/artifacts/pickle.ts";
export { canonicalJson } from "./lib/artifacts/canonical_json.ts";
export { sha256 } from "./lib/artifacts/sha256.ts";

export {
  type OnProgress,
  type RunOptions,
  runPipeline,
} from "./lib/pipeline.ts";
export type { RunFiles } from "./lib/pipeline/assemble.ts";
export type { CheckpointOptions } from "./lib/pipeline/checkpoints.ts";
export { lockRun, type RunLock } from "./lib/pipeline/lock.ts";
export { writeRun } from "./lib/pipeline/write.ts";
export type * from "./lib/provenance/manifest_types.ts";
export { describeSource, type GitState } from "./lib/provenance/source.ts";
export { packRun, unpackRun } from "./lib/pack.ts";
export type { Files } from "./lib/artifacts/zip.ts";
export {
  type Finding,
  type Verification,
  type VerifyOptions,
  verifyRun,
} from "./lib/verify.ts";
