// From a run's predictions to the figures of every part and target.
import { type Metrics, metrics } from "./metrics.ts";

/** What a sample was for; the same words as in a split. */
export type EvaluatedPart = "train" | "validation" | "test";

/** One row of predictions.csv. */
export interface Prediction {
  /** Name of the sample. */
  readonly sample: string;
  /** What the sample was for. */
  readonly part: EvaluatedPart;
  /** What was predicted, with its unit in the name. */
  readonly target: string;
  /** The laboratory's value. */
  readonly measured: number;
  /** The network's value. */
  readonly predicted: number;
}

/** Figures by part, then by target; parts without samples are not there. */
export type Evaluation = {
  readonly [part in EvaluatedPart]?: Readonly<Record<string, Metrics>>;
};

const PARTS = ["train", "validation", "test"] as const;

/**
 * Computes the figures of every part and target.
 *
 * @param rows Predictions in any order.
 * @returns Figures by part (train, validation, test), then by target (in the
 * order of the rows).
 *
 * @example
 * ```ts
 * import { evaluate } from "./evaluate.ts";
 *
 * const { test } = evaluate([
 *   { sample: "a", part: "test", target: "Sb_ppm", measured: 10, predicted: 12 },
 *   { sample: "b", part: "test", target: "Sb_ppm", measured: 30, predicted: 28 },
 * ]);
 * if (test?.Sb_ppm.rmse !== 2) throw new Error();
 * ```
 */
export function evaluate(rows: readonly Prediction[]): Evaluation {
  const targets = [...new Set(rows.map(({ target }) => target))];
  const evaluation: { [part in EvaluatedPart]?: Record<string, Metrics> } = {};
  for (const part of PARTS) {
    const inPart = rows.filter((row) => row.part === part);
    if (inPart.length === 0) continue;
    evaluation[part] = Object.fromEntries(targets.map((target) => {
      const own = inPart.filter((row) => row.target === target);
      return [
        target,
        metrics(
          own.map(({ measured }) => measured),
          own.map(({ predicted }) => predicted),
        ),
      ];
    }));
  }
  return evaluation;
}

/** What metrics.json holds: by part, and by target where there are several. */
export type MetricsReport = {
  readonly [part in EvaluatedPart]?:
    | Metrics
    | Readonly<Record<string, Metrics>>;
};

/**
 * The content of metrics.json.
 *
 * @param evaluation What `evaluate` returned.
 * @returns Per part the figures of the only target, or those of each.
 */
export function metricsReport(evaluation: Evaluation): MetricsReport {
  return Object.fromEntries(
    Object.entries(evaluation).map(([part, targets]) => {
      const figures = Object.values(targets);
      return [part, figures.length === 1 ? figures[0] : targets];
    }),
  );
}
