// Whether a manifest is written as it must be.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks the text: canonical, nothing listed twice.
 *
 * @param text What the file holds.
 * @param manifest What it says.
 */
export function checkManifestText(text: string, manifest: Manifest): Finding {
  const paths = manifest.artifacts.map(({ path }) => path);
  const problem = text !== canonicalJson(manifest)
    ? "is not in canonical form (RFC 8785)"
    : new Set(paths).size !== paths.length
    ? "lists an artifact twice"
    : paths.join("\n") !== paths.toSorted().join("\n")
    ? "does not list its artifacts in the order of their paths"
    : undefined;
  return {
    subject: "manifest.json",
    holds: problem === undefined,
    finding: problem ?? "in canonical form (RFC 8785)",
  };
}
