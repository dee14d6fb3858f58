// This checkout as somebody gets it who clones it now: its files, committed.
import { ROOT } from "./tiny_run.ts";

/** Runs git; null where there is none, or it fails. */
async function git(folder: string, ...args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["-C", folder, "-c", "user.name=a", "-c", "user.email=b", ...args],
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch {
    return null;
  }
}

/** Whether there are a git and a checkout to clone. */
export const canClone = await git(ROOT, "rev-parse", "HEAD") !== null;

/** Uses such a clone, and removes it. */
export async function inFreshClone(
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const listed = await git(
    ...[ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  );
  const paths = listed!.split("\0").filter((path) => path !== "");
  const folder = await Deno.makeTempDir();
  try {
    // What was asked once for a checkout need not be asked again.
    for (const path of [...paths, ".route.json"]) {
      await Deno.mkdir(`${folder}/${path}`.replace(/[^/]*$/, ""), {
        recursive: true,
      });
      // A file may be listed and gone.
      await Deno.copyFile(`${ROOT}${path}`, `${folder}/${path}`)
        .catch(() => {});
    }
    await git(folder, "init", "--quiet");
    await git(folder, "add", "--all");
    await git(folder, "commit", "--quiet", "--message", "all");
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
