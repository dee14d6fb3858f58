// The table that `predict` writes.
import { encodeTable } from "../artifacts/csv_table.ts";
import type { Doubts } from "./doubt_new.ts";

/** Predictions of new samples. */
export interface NewPredictions extends Doubts {
  readonly samples: readonly string[];
  /** In C order `[sample, target]`. */
  readonly predicted: Float32Array;
  /** How spectra were resampled, or null. */
  readonly resampled: string | null;
}

/**
 * Writes predictions, with columns for what there is.
 *
 * @param targets Names of the predicted values.
 * @param made See {@linkcode NewPredictions}.
 */
export function predictionTable(
  targets: readonly string[],
  { samples, predicted, intervals, flags, resampled }: NewPredictions,
): Uint8Array<ArrayBuffer> {
  const header = [
    "sample",
    ...targets.flatMap((target) =>
      intervals ? [target, `${target}_low`, `${target}_high`] : [target]
    ),
    ...(flags ? ["flag"] : []),
    ...(resampled === null ? [] : ["resampled"]),
  ];
  return encodeTable(
    header,
    samples.map((sample, row) => [
      sample,
      ...targets.flatMap((_, at) => {
        const i = row * targets.length + at;
        return intervals
          ? [predicted[i], intervals[i].low, intervals[i].high]
          : [predicted[i]];
      }),
      ...(flags ? [flags[row]] : []),
      ...(resampled === null ? [] : [resampled]),
    ]),
  );
}
