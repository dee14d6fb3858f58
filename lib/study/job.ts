// A member of a study as a job: everything that decides its result, in plain
// data, so that it has a digest, can be sent to a worker and done again.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { sha256 } from "../artifacts/sha256.ts";
import type { ValueTransformName } from "../baselines/value_transforms.ts";
import type { Split } from "../training/split.ts";
import type { NetworkRecipe } from "./load_study.ts";
import type { BaselineModel } from "./types.ts";

/** What is different about a member that is no plain one. */
export type Variant =
  | { readonly kind: "plain" }
  /** Learns from a share of the samples. */
  | { readonly kind: "share"; readonly share: number }
  /** Learns and is tested with values of other samples. */
  | { readonly kind: "permuted"; readonly seed: number };

/** What a member is called in tables. */
export interface MemberName {
  readonly model: string;
  readonly target: string;
  readonly scheme: string;
  readonly split: string;
  /** Seed of the network or baseline. */
  readonly seed: number;
  readonly variant: Variant;
}

/** What a member learns by. */
export type Learner =
  | {
    readonly kind: "network";
    readonly recipe: NetworkRecipe;
    /** Whether the validation part is learnt from as well. */
    readonly refit: boolean;
  }
  | (
    & { readonly kind: "baseline" }
    & Pick<
      BaselineModel,
      "pretreatments" | "folds" | "repeats"
    >
    & { readonly transforms: readonly ValueTransformName[] }
    & { readonly baseline: BaselineModel["kind"] }
  );

/** A member and everything that decides its result. */
export interface Job {
  readonly name: MemberName;
  readonly learner: Learner;
  readonly split: Split;
  /** Digest over name, learner, split, data and program. */
  readonly key: string;
}

/**
 * Makes a job.
 *
 * @param parts What decides its result but for the data.
 * @param context Digest of the data (spectra and values of the target) and the
 * program's name.
 */
export function createJob(
  parts: Omit<Job, "key">,
  context: { readonly data: string; readonly program: string },
): Job {
  const text = canonicalJson(
    JSON.parse(JSON.stringify({ format: 1, ...parts, ...context })),
  );
  const key = sha256(new TextEncoder().encode(text)).slice(0, 32);
  return { ...parts, key };
}

/** A member's name in a line, such as `plsr, clay, five-splits 42, seed 1`. */
export function nameText(
  { model, target, scheme, split, seed, variant }: MemberName,
): string {
  const other = variant.kind === "share"
    ? `, share ${variant.share}`
    : variant.kind === "permuted"
    ? ", permuted"
    : "";
  return `${model}, ${target}, ${scheme} ${split}, seed ${seed}${other}`;
}
