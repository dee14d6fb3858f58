// The in-toto statement and the RO-Crate metadata follow from the manifest. They
// are made again: so a manifest cannot be changed without them.
import { sha256 } from "../artifacts/sha256.ts";
import { COMPANIONS, manifestFiles } from "../pipeline/manifest_file.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import { PACKAGE } from "../version.ts";
import { describeDifference } from "./difference.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks what follows from a manifest.
 *
 * @param folder The run.
 * @param manifest Its manifest.
 */
export async function checkCompanions(
  folder: string,
  manifest: Manifest,
): Promise<Finding[]> {
  const made = manifestFiles(manifest);
  const { version } = manifest.package;
  const other = version === PACKAGE.version
    ? ""
    : ` (likely cause: version ${version} made it, this is version ` +
      `${PACKAGE.version})`;
  const findings: Finding[] = [];
  for (const path of COMPANIONS) {
    const there = await Deno.readFile(`${folder}/${path}`).catch(() => null);
    const holds = there !== null && sha256(there) === sha256(made[path]);
    findings.push({
      subject: path,
      holds,
      finding: holds
        ? "what the manifest gives"
        : there === null
        ? "is missing"
        : `is not what the manifest gives: ${
          describeDifference(path, there, made[path])
        }${other}`,
    });
  }
  return findings;
}
