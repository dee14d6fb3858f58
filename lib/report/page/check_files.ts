// Whether files are those of a list, both ways.
import type { HashedFile } from "../../provenance/manifest_types.ts";
import type { Finding } from "../../verify/finding.ts";
import { sha256 } from "./digest.ts";

/** Bytes by path. */
export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/**
 * Hashes every listed file, and names those that no list has.
 *
 * @param files What is there.
 * @param listed What should be.
 * @param others Paths that may be there, too.
 */
export async function checkListed(
  files: Files,
  listed: readonly HashedFile[],
  others: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, sha256: expected, bytes } of listed) {
    const there = files.get(path);
    const finding = there === undefined
      ? "is missing"
      : there.length !== bytes
      ? `has ${there.length} bytes; expected ${bytes}`
      : await differs(there, expected);
    findings.push({
      subject: path,
      holds: finding === null,
      finding: finding ?? `SHA-256 ${expected}`,
    });
  }
  const known = new Set([...listed.map(({ path }) => path), ...others]);
  for (const path of [...files.keys()].sort()) {
    if (known.has(path)) continue;
    const finding = "is there but not in the manifest";
    findings.push({ subject: path, holds: false, finding });
  }
  return findings;
}

async function differs(
  bytes: Uint8Array<ArrayBuffer>,
  expected: string,
): Promise<string | null> {
  const found = await sha256(bytes);
  return found === expected
    ? null
    : `has SHA-256 ${found}; expected ${expected}`;
}
