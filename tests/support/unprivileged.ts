// Root reads files that forbid it. A test of unreadable files has to give that
// up first.

/** A superuser that gives up what lets it pass over modes (util-linux). */
const SETPRIV = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

/**
 * Finds out how to start a program that may not read a file of mode 000.
 *
 * @returns What to put ahead of its command line: nothing for a common user;
 * null where there is no way.
 */
export async function unprivileged(): Promise<readonly string[] | null> {
  if (Deno.build.os === "windows") return null;
  const file = await Deno.makeTempFile();
  try {
    await Deno.chmod(file, 0);
    for (const through of [[], SETPRIV]) {
      const ask = ["sh", "-c", 'cat "$0" || echo refused', file];
      const [program, ...args] = [...through, ...ask];
      const said = await new Deno.Command(program, { args, stderr: "null" })
        .output().then(({ stdout }) => new TextDecoder().decode(stdout))
        .catch(() => "");
      if (said === "refused\n") return through;
    }
    return null;
  } finally {
    await Deno.remove(file);
  }
}
