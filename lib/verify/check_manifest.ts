// Whether a manifest says what it must, given its own config and artifacts: more
// than that, or anything else, was put there by hand.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import type { Config } from "../config.ts";
import { runFacts } from "../pipeline/run_facts.ts";
import { claimOf, levelsOf } from "../provenance/levels.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import { sourceProblem } from "../provenance/source.ts";
import { stageGraph, stageOf } from "../provenance/stages.ts";
import { difference } from "./difference.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks everything that follows from the config and from the list of artifacts.
 *
 * @param config The run's config.
 * @param manifest What the manifest says.
 */
export function checkManifest(config: Config, manifest: Manifest): Finding[] {
  const { artifacts, inputs, environment: { backend } } = manifest;
  const facts = runFacts(config);
  const digests = new Map(artifacts.map(({ path, sha256 }) => [path, sha256]));
  const same = (subject: string, is: unknown, must: unknown, what: string) => {
    const holds = canonicalJson(is) === canonicalJson(must);
    return {
      subject,
      holds,
      finding: holds
        ? what
        : `${difference(is, must) ?? "differs"} (expected ${what})`,
    };
  };
  const problem = sourceProblem(manifest.source);
  return [
    same(
      "run",
      {
        run: manifest.run,
        seeds: manifest.seeds,
        config_sha256: manifest.config_sha256,
      },
      facts,
      "name, protocol, seeds and digest of config.json",
    ),
    same(
      "stages",
      manifest.stages,
      stageGraph(config, { inputs, digests }),
      "the stage graph that config.json and the artifacts give",
    ),
    same(
      "claims",
      artifacts.map(({ path, stage, claim }) => ({ path, stage, claim })),
      artifacts.map(({ path }) => {
        const stage = stageOf(path) ?? "none";
        return { path, stage, claim: claimOf(path, stage, backend.name) };
      }),
      `what backend ${backend.name} can claim`,
    ),
    same(
      "levels",
      manifest.levels,
      levelsOf(backend.name),
      `the levels of backend ${backend.name}`,
    ),
    {
      subject: "source",
      holds: problem === null,
      finding: problem ??
        (manifest.source.citable
          ? `commit ${manifest.source.git?.commit}`
          : `not citable: ${manifest.source.reason}`),
    },
  ];
}
