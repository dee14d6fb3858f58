// Says which programs the launcher may start: this Deno, wherever it is, and
// git. `deno task` cannot name the first, so deno.json asks this file. It is
// run at every start and imports nothing.

/** Deno hands these on only to what may start anything. */
const LOADER = /^(LD|DYLD)_/;

/**
 * The flag that lets a process start programs.
 *
 * @param programs Names or paths.
 * @param variables Names of the environment's variables.
 * @returns With the programs; without them, which allows all, where the
 * environment tells the system's loader where libraries are (a cluster's
 * modules do, and drivers are found that way), or where a comma in a path
 * would end its name.
 */
export function allowRun(
  programs: readonly string[],
  variables: readonly string[],
): string {
  const open = variables.some((name) => LOADER.test(name)) ||
    programs.some((program) => program.includes(","));
  return open ? "--allow-run" : `--allow-run=${programs.join(",")}`;
}

/**
 * What a task needs that starts Deno and one other program.
 *
 * @param program Its name or path.
 */
export function startFlags(program: string): string[] {
  // A task may have no more than the launcher, which knows the environment.
  const { state } = Deno.permissions.querySync({ name: "run" });
  const run = state === "granted"
    ? "--allow-run"
    : allowRun([Deno.execPath(), program], []);
  return [run, "--allow-env=DENO_DIR,JSR_URL"];
}

if (import.meta.main) {
  const variables = Object.keys(Deno.env.toObject());
  console.log(allowRun([Deno.execPath(), "git"], variables));
}
