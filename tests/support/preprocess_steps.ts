// Steps as a config has them.
import { resolveConfig } from "../../lib/config.ts";
import type { PreprocessStep } from "../../lib/config/preprocess_types.ts";

/** Checks a list of steps and fills in their defaults. */
export function stepsOf(preprocess: readonly unknown[]): PreprocessStep[] {
  return resolveConfig({
    version: 1,
    name: "steps",
    title: "Steps",
    data: { source: "synthetic" },
    preprocess,
  }, "the config").preprocess;
}
