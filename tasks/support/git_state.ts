// Asks git which commit is checked out and what differs from it. The tasks
// themselves may start no programs; tasks/run.ts hands this over to them.
import { sha256File } from "../../lib/artifacts/sha256.ts";
import type { Change } from "../../lib/provenance/manifest_types.ts";
import type { GitState } from "../../lib/provenance/source.ts";

/**
 * Where a run's code and its settings come from. A file that the commit does
 * not have matters only here: elsewhere it is a person's own (a config, data,
 * another run). What a run reads of those stands in its manifest by digest, and
 * `reproduce` fails if it reads what does not.
 */
const SOURCE =
  /^(lib|tasks)\/|^(mod\.ts|deno\.jsonc?|deno\.lock|package\.json|\.npmrc)$/i;

/**
 * Asks git about a folder.
 *
 * @param folder The root of a checkout.
 * @returns Null if it is none, or there is no git. Any file of the commit that
 * is changed or gone counts; a new one only where code could be loaded from.
 */
export async function gitState(folder: string): Promise<GitState | null> {
  // A checkout inside someone else's is not its root.
  const prefix = await git(folder, ["rev-parse", "--show-prefix"]);
  if (prefix === null || prefix.trim() !== "") return null;
  const commit = await git(folder, ["rev-parse", "--verify", "HEAD"]);
  const status = await git(folder, [
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--no-renames",
  ]);
  if (commit === null || status === null) return null;
  const paths = status.split("\0").filter((entry) => entry !== "")
    .map((entry) => ({ path: entry.slice(3), isNew: /^( A|A|\?)/.test(entry) }))
    .filter(({ path, isNew }) => !isNew || SOURCE.test(path))
    .map(({ path }) => path).sort();
  const changes: Change[] = [];
  for (const path of paths) {
    changes.push({ path, sha256: await digestOf(`${folder}/${path}`) });
  }
  return { commit: commit.trim(), changes };
}

/**
 * The source at the commit that made a run.
 *
 * @param folder The root of a checkout that has the commit.
 * @param args Command line of `pack`; the run is the path in it.
 * @returns A zip archive; null if there is no such commit.
 */
export async function sourceArchive(
  folder: string,
  args: readonly string[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  for (const run of args) {
    try {
      const text = await Deno.readTextFile(`${run}/manifest.json`);
      const commit = JSON.parse(text).source?.git?.commit;
      if (!/^[0-9a-f]{40,64}$/.test(commit)) return null;
      const { success, stdout } = await new Deno.Command("git", {
        // Line ends as they are in the commit, whatever this machine prefers.
        args: [
          ...["-C", folder, "-c", "core.autocrlf=false"],
          ...["archive", "--format=zip", "-0", commit],
        ],
        stderr: "null",
      }).output();
      return success ? stdout : null;
    } catch {
      // Not the run, or no git: the task says what is wrong.
    }
  }
  return null;
}

async function digestOf(path: string): Promise<string | null> {
  try {
    const { isFile } = await Deno.lstat(path);
    return isFile ? (await sha256File(path)).sha256 : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function git(
  folder: string,
  args: readonly string[],
): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", folder, ...args],
      // Asking must not write into the checkout.
      env: { GIT_OPTIONAL_LOCKS: "0" },
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
