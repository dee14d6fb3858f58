// The figures of a study, as SVG and PNG.
import { learningCurveFigure } from "../figures/learning_curve.ts";
import { measuredPredictedFigure } from "../figures/measured_predicted.ts";
import { modelComparisonFigure } from "../figures/model_comparison.ts";
import { renderPng, renderSvg } from "../figures/render.ts";
import { metrics } from "../evaluation/metrics.ts";
import type { ModelResult } from "./combine.ts";
import { summarizeTests } from "./tables.ts";
import type { StudyConfig } from "./types.ts";

type Spec = ReturnType<typeof modelComparisonFigure>;

/**
 * Draws the figures of a study.
 *
 * @param config The study.
 * @param results Results of all models.
 * @returns Bytes by path: for each target and scheme `figures/models_…` and
 * `figures/measured_predicted_…` (of the model with the greatest mean R², whose
 * test parts are laid over each other), and `figures/learning_curve_…`.
 */
export async function studyFigures(
  config: StudyConfig,
  results: readonly ModelResult[],
): Promise<Record<string, Uint8Array>> {
  const specs = new Map<string, Spec>();
  const synthetic = config.data.source === "synthetic";
  for (const target of config.targets) {
    for (const { name: scheme } of config.schemes) {
      const own = results.filter((one) =>
        one.target === target && one.scheme === scheme &&
        !one.model.includes("@")
      );
      const end = fileName(`${target}_${scheme}`);
      specs.set(
        `models_${end}`,
        modelComparisonFigure({
          title: config.title,
          target,
          scheme,
          synthetic,
          points: own.flatMap(({ model, rows }) => {
            const r2 = testFigures(rows).r2;
            return r2 === null ? [] : [{ model, r2 }];
          }),
        }),
      );
      specs.set(
        `measured_predicted_${end}`,
        bestFigure(own, { config, target, synthetic }),
      );
    }
    const curve = learningCurve(config, target, results);
    if (curve.length === 0) continue;
    specs.set(
      `learning_curve_${fileName(target)}`,
      learningCurveFigure({
        title: config.title,
        target,
        points: curve,
        synthetic,
      }),
    );
  }
  const files: Record<string, Uint8Array> = {};
  for (const [name, spec] of specs) {
    const svg = await renderSvg(spec);
    files[`figures/${name}.svg`] = new TextEncoder().encode(svg);
    files[`figures/${name}.png`] = await renderPng(svg);
  }
  return files;
}

function bestFigure(
  own: readonly ModelResult[],
  { config, target, synthetic }: {
    readonly config: StudyConfig;
    readonly target: string;
    readonly synthetic: boolean;
  },
): Spec {
  let best: { model: string; r2: number } | null = null;
  for (const { model, r2 } of summarizeTests(own)) {
    if (r2 !== null && (best === null || r2 > best.r2)) best = { model, r2 };
  }
  const shown = own.filter(({ model }) => model === best?.model);
  const rows = shown.flatMap(({ rows }) =>
    rows.filter(({ part }) => part === "test")
  );
  return measuredPredictedFigure({
    title: `${config.title}: ${best?.model}, all test parts`,
    protocol: "honest",
    synthetic,
    target,
    predictions: rows,
    metrics: { test: testFigures(rows) },
  });
}

/** R² of models that learnt from shares of the samples, and from all. */
function learningCurve(
  { learning_curve: curve, schemes: [first] }: StudyConfig,
  target: string,
  results: readonly ModelResult[],
) {
  if (curve === null) return [];
  const own = results.filter((one) =>
    one.target === target && one.scheme === first.name
  );
  const splits = [...new Set(own.map(({ split }) => split))]
    .slice(0, curve.splits);
  return curve.models.flatMap((name) => {
    const seed = own.find(({ model }) => model === name)?.seed;
    return own.filter(({ model, split, seed: other }) =>
      splits.includes(split) && other === seed &&
      (model === name || model.startsWith(`${name}@`))
    ).flatMap(({ rows }) => {
      const r2 = testFigures(rows).r2;
      const samples = rows.filter(({ part }) => part === "train").length;
      return r2 === null ? [] : [{ model: name, samples, r2 }];
    });
  });
}

function testFigures(rows: ModelResult["rows"]) {
  const own = rows.filter(({ part }) => part === "test");
  return metrics(
    own.map(({ measured }) => measured),
    own.map(({ predicted }) => predicted),
  );
}

/** A name with nothing in it that a file system minds. */
function fileName(text: string): string {
  return text.replace(/[^\w.-]/g, "_");
}
