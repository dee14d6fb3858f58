// A whole run, small enough for a test: 12 synthetic samples, a narrow
// network, three epochs.
import { fileURLToPath } from "node:url";
import { openBackend } from "../../lib/backend/open.ts";
import { type Config, resolveConfig } from "../../lib/config.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import type { RunFiles } from "../../lib/pipeline/assemble.ts";

/** The checkout. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The config of the tiny run.
 *
 * @param changes What to change in it at the top level.
 */
export function tinyConfig(changes: Record<string, unknown> = {}): Config {
  return resolveConfig({
    version: 1,
    name: "tiny",
    title: "A run for tests",
    data: {
      source: "synthetic",
      parameters: `${ROOT}fixtures/synthetic.json`,
      samples: 12,
      seed: 3,
    },
    targets: ["Sb_ppm"],
    spectrogram: { method: "scipy" },
    split: { protocol: "published", test_size: 0.33, random_state: 42 },
    network: {
      stem_filters: 4,
      blocks: [
        { filters: 4, expansion: 1, strides: 1, repeats: 1 },
        { filters: 4, expansion: 2, strides: 2, repeats: 2 },
      ],
      dense_units: 4,
    },
    training: { epochs: 3, batch_size: 5 },
    ...changes,
  }, "the tiny config");
}

/** Runs a config on `exact`. */
export async function runTiny(
  config: Config = tinyConfig(),
  threads = 1,
): Promise<RunFiles> {
  const backend = await openBackend({ backend: "exact", threads });
  try {
    return await runPipeline(config, { backend });
  } finally {
    await backend.close();
  }
}
