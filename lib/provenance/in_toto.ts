// An in-toto Statement about a run: its manifest and artifacts by digest, and
// how they came about as SLSA provenance. It follows from the manifest alone, so
// that `verify` can make it again; CI may sign it.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import type { Manifest } from "./manifest_types.ts";

/** Name of the statement inside a run. */
export const STATEMENT = "provenance.intoto.json";

/** What SLSA calls the kind of build: what external parameters mean. */
const BUILD_TYPE = "https://w3id.org/ro/wfrun/workflow/0.5";

/** A manifest together with the file that holds it. */
export interface ManifestFile {
  /** What it says. */
  readonly manifest: Manifest;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** How many bytes. */
  readonly bytes: number;
}

/**
 * Writes the statement of a run.
 *
 * @param file The run's manifest.
 * @returns Canonical JSON: an in-toto Statement v1 with SLSA provenance v1
 * (https://slsa.dev/spec/v1.0/provenance).
 */
export function statementText({ manifest, sha256 }: ManifestFile): string {
  const { artifacts, environment, inputs, source, stages } = manifest;
  const parameters = Object.assign(
    {},
    ...stages.map((stage) => stage.parameters),
  );
  const { name, version } = manifest.package;
  return canonicalJson({
    _type: "https://in-toto.io/Statement/v1",
    subject: [
      { name: "manifest.json", digest: { sha256 } },
      ...artifacts.map((artifact) => ({
        name: artifact.path,
        digest: { sha256: artifact.sha256 },
      })),
    ],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: {
          config: { digest: { sha256: manifest.config_sha256 }, parameters },
        },
        internalParameters: {
          backend: environment.backend.name,
          dependencies: environment.dependencies,
          seeds: manifest.seeds,
        },
        resolvedDependencies: [
          {
            name,
            uri: `pkg:jsr/${name}@${version}`,
            ...(source.git && { digest: { gitCommit: source.git.commit } }),
            annotations: { citable: source.citable },
          },
          ...(environment.lock_sha256
            ? [{
              name: "lock file",
              digest: { sha256: environment.lock_sha256 },
            }]
            : []),
          ...inputs.map((input) => ({
            name: input.path,
            digest: { sha256: input.sha256 },
            annotations: { role: input.role },
          })),
        ],
      },
      runDetails: {
        builder: {
          id: `pkg:jsr/${name}@${version}`,
          version: {
            deno: environment.deno,
            v8: environment.v8,
            typescript: environment.typescript,
          },
        },
      },
    },
  });
}
