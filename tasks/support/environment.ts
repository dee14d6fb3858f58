// Environment of the processes that tasks start.

/**
 * What to add to the environment. Looking for a WebGPU adapter complains on
 * stderr where a Linux session has no runtime folder; any folder silences it.
 */
export function quietEnvironment(): Record<string, string> {
  const needed = Deno.build.os === "linux" &&
    Deno.env.get("XDG_RUNTIME_DIR") === undefined;
  return needed ? { XDG_RUNTIME_DIR: Deno.cwd() } : {};
}
