// Which members a study has: models × targets × schemes × splits × seeds, then
// those of the learning curve and of y-randomisation.
import { encodeNpy } from "../artifacts/npy.ts";
import { sha256 } from "../artifacts/sha256.ts";
import type { LabelSet, SpectraSet } from "../spectra/spectra_set.ts";
import { makeSplits } from "../validation/schemes.ts";
import type { NamedSplit } from "../validation/scheme.ts";
import { forTarget } from "./for_target.ts";
import { createJob, type Job, type Learner, type Variant } from "./job.ts";
import { recipeOf, type Study } from "./load_study.ts";
import type { BaselineModel, NetworkModel } from "./types.ts";

/** Data of a study. */
export interface StudyData {
  readonly spectra: SpectraSet;
  /** Values of the study's targets, in the order of the spectra. */
  readonly labels: LabelSet;
}

/** A plan. */
export interface Plan {
  /** In a fixed order. */
  readonly jobs: readonly Job[];
  /** Splits by target and scheme. */
  readonly splits: ReadonlyMap<string, readonly NamedSplit[]>;
}

/** Key of {@linkcode Plan.splits}. */
export function splitsKey(target: string, scheme: string): string {
  return JSON.stringify([target, scheme]);
}

/**
 * Plans a study.
 *
 * @param study The checked config.
 * @param data Spectra and values.
 * @param program Names the code that is at work; part of each member's digest.
 * @throws {InputError} If a scheme does not fit the samples.
 */
export async function planStudy(
  study: Study,
  data: StudyData,
  program: string,
): Promise<Plan> {
  const { config } = study;
  const jobs: Job[] = [];
  const splits = new Map<string, readonly NamedSplit[]>();
  const spectra = spectraDigest(data.spectra);
  for (const target of config.targets) {
    const values = targetValues(data.labels, target);
    const context = { data: `${spectra} ${digest(values)}`, program };
    const add = (
      model: NetworkModel | BaselineModel,
      { scheme, split, seed, variant }: {
        readonly scheme: string;
        readonly split: NamedSplit;
        readonly seed: number;
        readonly variant: Variant;
      },
    ) =>
      jobs.push(createJob({
        name: {
          model: model.name,
          target,
          scheme,
          split: split.name,
          seed,
          variant,
        },
        learner: learnerOf(study, model, target),
        split: split.split,
      }, context));
    for (const scheme of config.schemes) {
      const made = await makeSplits({ spectra: data.spectra, values }, scheme);
      splits.set(splitsKey(target, scheme.name), made);
      for (const model of config.models) {
        if (model.kind === "stack") continue;
        for (const split of made) {
          for (const seed of seedsOf(model)) {
            const variant = { kind: "plain" } as const;
            add(model, { scheme: scheme.name, split, seed, variant });
          }
        }
      }
    }
    const [first] = config.schemes;
    const made = splits.get(splitsKey(target, first.name))!;
    const { learning_curve: curve, permutation } = config;
    const extra: readonly [
      readonly string[],
      number,
      readonly Variant[],
    ][] = [
      [
        curve?.models ?? [],
        curve?.splits ?? 0,
        (curve?.shares ?? []).map((share) => ({ kind: "share", share })),
      ],
      [
        permutation?.models ?? [],
        permutation?.splits ?? 0,
        [{ kind: "permuted", seed: permutation?.seed ?? 0 }],
      ],
    ];
    for (const [names, count, variants] of extra) {
      for (const variant of variants) {
        for (const name of names) {
          const model = config.models.find((one) => one.name === name)!;
          if (model.kind === "stack") continue;
          const [seed] = seedsOf(model);
          for (const split of made.slice(0, count)) {
            add(model, { scheme: first.name, split, seed, variant });
          }
        }
      }
    }
  }
  return { jobs, splits };
}

/** Seeds of a model's members. */
export function seedsOf(model: NetworkModel | BaselineModel): number[] {
  return model.kind === "network" ? model.seeds : [model.seed];
}

function learnerOf(
  study: Study,
  model: NetworkModel | BaselineModel,
  target: string,
): Learner {
  if (model.kind === "network") {
    const recipe = recipeOf(study, model.name, target);
    return { kind: "network", recipe, refit: model.validation === "train" };
  }
  const { kind, pretreatments, transforms, folds, repeats } = model;
  return {
    kind: "baseline",
    baseline: kind,
    pretreatments,
    transforms: forTarget(transforms, target),
    folds,
    repeats,
  };
}

/** Values of one target, one for each sample. */
export function targetValues(
  { targets, values, samples }: LabelSet,
  target: string,
): Float64Array {
  const at = targets.indexOf(target);
  return Float64Array.from(
    samples,
    (_, row) => values[row * targets.length + at],
  );
}

function digest(values: Float64Array): string {
  return sha256(encodeNpy(values, [values.length]));
}

function spectraDigest(
  { samples, replicates, wavelengths, reflectance, groups }: SpectraSet,
): string {
  const names = JSON.stringify([samples, replicates, groups]);
  return sha256(new TextEncoder().encode(
    `${names} ${digest(wavelengths)} ${digest(reflectance)}`,
  ));
}
