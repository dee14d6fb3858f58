// The report of a run, from its archived numbers and what its manifest says of
// all other files. The pipeline, `figures` and `verify` make it here.
import { evaluate } from "../evaluation/evaluate.ts";
import { levelsOf } from "../provenance/levels.ts";
import type { Artifact, InputFile } from "../provenance/manifest_types.ts";
import { stageGraph } from "../provenance/stages.ts";
import { REPORT, runReport } from "../report/run_report.ts";
import type { Archive } from "./archive.ts";
import { coveredBy } from "./derive.ts";

/** What a manifest says of a run's files. */
export interface ListedFiles {
  readonly artifacts: readonly Pick<
    Artifact,
    "path" | "sha256" | "bytes" | "claim"
  >[];
  readonly inputs: readonly InputFile[];
  readonly taken_as?: string;
  readonly backend: "exact" | "webgpu";
}

/**
 * Makes the report of a run.
 *
 * @param archive Its archived numbers.
 * @param listed Its files; that of the report itself is left out.
 * @param made Bytes by path: its figures, and the files that predict.
 * @returns Bytes by path.
 */
export function reportFiles(
  archive: Archive,
  { inputs, backend, taken_as, ...listed }: ListedFiles,
  { figures, parts }: {
    readonly figures: Readonly<Record<string, Uint8Array>>;
    readonly parts: Readonly<Record<string, Uint8Array>>;
  },
): Record<string, Uint8Array<ArrayBuffer>> {
  const { config, samples, history, predictions } = archive;
  const artifacts = listed.artifacts.filter(({ path }) => path !== REPORT);
  const digests = new Map(artifacts.map(({ path, sha256 }) => [path, sha256]));
  return {
    [REPORT]: runReport({
      config,
      samples,
      history,
      predictions,
      evaluation: evaluate(predictions),
      coverage: coveredBy(archive),
      takenAs: taken_as,
      backend,
      inputs,
      stages: stageGraph(config, { inputs, digests }),
      artifacts,
      levels: levelsOf(backend),
      figures,
      parts,
    }),
  };
}
