// What a manifest says of a run that follows from its config alone.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { sha256 } from "../artifacts/sha256.ts";
import type { Config } from "../config.ts";
import type { Manifest } from "../provenance/manifest_types.ts";

/** The bytes of `config.json`. */
export function configFile(config: Config): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson(config));
}

/**
 * Derives a manifest's facts from a config.
 *
 * @param config The resolved config of the run.
 */
export function runFacts(
  config: Config,
): Pick<Manifest, "run" | "seeds" | "config_sha256"> {
  const { data, split, training } = config;
  return {
    run: {
      name: config.name,
      title: config.title,
      protocol: split.protocol,
      synthetic: data.source === "synthetic",
    },
    seeds: {
      split: split.random_state,
      initializer: training.initializer_seed,
      ...(data.source === "synthetic" ? { data: data.seed } : {}),
    },
    config_sha256: sha256(configFile(config)),
  };
}
