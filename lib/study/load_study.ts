// A study config from a file, with the configs of its networks.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { loadConfig } from "../config.ts";
import { checkJson } from "../config/check_json.ts";
import { sentence } from "../config/sentence.ts";
import type { Config } from "../config/types.ts";
import { InputError } from "../errors.ts";
import { readWhole } from "../formats/containers/content.ts";
import { studySchema } from "./schema.ts";
import type { StudyConfig } from "./types.ts";

/** The part of a run's config that makes a network. */
export type NetworkRecipe = Pick<
  Config,
  "preprocess" | "spectrogram" | "network" | "training"
>;

/** A study and everything that its config names. */
export interface Study {
  readonly config: StudyConfig;
  /** Recipes of networks by the model's name. */
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
    const { preprocess, spectrogram, network, training } = await loadConfig(
      model.config,
    );
    files.add(model.config);
    // Saved models hold parts of it in the order of its keys: the same one as
    // when the recipe is read from a finished study.
    recipes.set(
      model.name,
      sorted({
        preprocess,
        spectrogram,
        network,
        training: model.validation === "watch"
          ? training
          : { ...training, early_stopping: null, checkpoint: null },
      }),
    );
  }
  return { config, recipes, files: [...files].sort() };
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
