// A study config from a file, with the configs of its networks.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { loadConfig } from "../config.ts";
import { checkJson } from "../config/check_json.ts";
import { sentence } from "../config/sentence.ts";
import type { Config } from "../config/types.ts";
import { InputError } from "../errors.ts";
import { readWhole } from "../formats/containers/content.ts";
import { forTarget } from "./for_target.ts";
import { studySchema } from "./schema.ts";
import type { NetworkModel, StudyConfig } from "./types.ts";

/** The part of a run's config that makes a network. */
export type NetworkRecipe = Pick<
  Config,
  "preprocess" | "spectrogram" | "network" | "training"
>;

/** A study and everything that its config names. */
export interface Study {
  readonly config: StudyConfig;
  /** Recipes of networks by the model's name, or name and target. */
  readonly recipes: ReadonlyMap<string, NetworkRecipe>;
  /** Config files of networks, which count as inputs. */
  readonly files: readonly string[];
}

/** No config is larger. */
const LARGEST = 1 << 24;

/**
 * Reads and checks a study config.
 *
 * @param path A JSON file; paths in it are relative to the checkout.
 * @throws {InputError} If it cannot be read, or holds what a study may not.
 */
export async function loadStudy(path: string): Promise<Study> {
  const bytes = await readWhole(path, LARGEST, "a study config");
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, "");
  const config = parseStudy(text, path);
  const recipes = new Map<string, NetworkRecipe>();
  const files = new Set<string>();
  for (const model of config.models) {
    if (model.kind !== "network") continue;
    for (const target of config.targets) {
      const path = forTarget(model.config, target);
      const key = typeof model.config === "string"
        ? model.name
        : targetRecipe(model.name, target);
      if (recipes.has(key)) continue;
      files.add(path);
      recipes.set(key, await readRecipe(path, model.validation));
    }
  }
  return { config, recipes, files: [...files].sort() };
}

/** The recipe of a study's network for one target. */
export function recipeOf(
  { recipes }: Pick<Study, "recipes">,
  model: string,
  target: string,
): NetworkRecipe {
  return recipes.get(model) ?? recipes.get(targetRecipe(model, target))!;
}

function targetRecipe(model: string, target: string): string {
  return `${model} ${target}`; // no name of a model has a space
}

async function readRecipe(
  path: string,
  validation: NetworkModel["validation"],
): Promise<NetworkRecipe> {
  const { preprocess, spectrogram, network, training } = await loadConfig(path);
  if (training.ensemble) {
    throw new InputError(
      `${path}: has training.ensemble; expected none, a study's seeds do that`,
    );
  }
  // Saved models hold parts of it in the order of its keys: the same one as
  // when the recipe is read from a finished study.
  return sorted({
    preprocess,
    spectrogram,
    network,
    training: validation === "watch"
      ? training
      : { ...training, early_stopping: null, checkpoint: null },
  });
}

/**
 * Checks the text of a study config.
 *
 * @param text JSON.
 * @param source What messages call it.
 * @throws {InputError} If it holds what a study may not.
 */
export function parseStudy(text: string, source: string): StudyConfig {
  checkJson(text, source);
  const value = JSON.parse(text);
  const result = studySchema.safeParse(value);
  if (result.success) return result.data;
  throw new InputError(`${source}: ${sentence(result.error.issues, value)}`);
}

function sorted<T>(value: T): T {
  return JSON.parse(canonicalJson(JSON.parse(JSON.stringify(value))));
}
