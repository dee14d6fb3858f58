// A packed run: the archive's own list of digests, and its bytes made again.
import { packFiles, unpackFiles } from "../../artifacts/zip.ts";
import { InputError } from "../../errors.ts";
import { RUN_FOLDER } from "../../run_folder.ts";
import type { Finding } from "../../verify/finding.ts";
import type { Files } from "./check_files.ts";
import { sameBytes, sha256 } from "./digest.ts";

const SUMS = "SHA256SUMS";

/**
 * Unpacks an archive of `deno task pack`.
 *
 * @param bytes The archive.
 * @param name Its name.
 * @returns The run in it, and what was found of the rest.
 * @throws {InputError} If it is no archive of a run.
 */
export async function unpackArchive(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<{ readonly files: Files; readonly findings: readonly Finding[] }> {
  const unpacked = unpackFiles(bytes, name);
  const run = new Map<string, Uint8Array<ArrayBuffer>>();
  const lines: string[] = [];
  for (const path of Object.keys(unpacked).sort()) {
    const content = Uint8Array.from(unpacked[path]);
    if (path.startsWith(`${RUN_FOLDER}/`)) {
      run.set(path.slice(RUN_FOLDER.length + 1), content);
    }
    if (path !== SUMS) lines.push(`${await sha256(content)}  ${path}`);
  }
  if (run.size === 0) {
    throw new InputError(
      `${name}: holds no run; expected what \`deno task pack\` makes`,
    );
  }
  const listed = new TextDecoder().decode(unpacked[SUMS] ?? new Uint8Array())
    .split("\n").filter((line) => line !== "");
  const there = new Set(listed);
  const wrong = lines.filter((line) => !there.has(line))
    .map((line) => line.slice(66));
  const found = new Set(lines);
  const gone = listed.filter((line) => !found.has(line))
    .map((line) => line.slice(66)).filter((path) => !wrong.includes(path));
  const same = sameBytes(packFiles(unpacked), bytes);
  return {
    files: run,
    findings: [
      {
        subject: SUMS,
        holds: wrong.length + gone.length === 0,
        finding: wrong.length + gone.length === 0
          ? `the digests of all ${lines.length} files`
          : `has not the digest of ${[...wrong, ...gone].join(", ")}`,
      },
      {
        subject: name,
        holds: same,
        finding: same
          ? "packed again: the same bytes"
          : "packed again: other bytes; the archive was changed",
      },
    ],
  };
}
