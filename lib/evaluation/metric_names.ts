// Metrics in the order and with the names of every table.
import type { Metrics } from "./metrics.ts";

/** Key in metrics.json, and name for people. */
export const METRIC_NAMES: readonly (readonly [keyof Metrics, string])[] = [
  ["n", "n"],
  ["r2", "R²"],
  ["rmse", "RMSE"],
  ["mae", "MAE"],
  ["bias", "bias"],
  ["rpd", "RPD"],
  ["rpiq", "RPIQ"],
  ["ccc", "CCC"],
];
