// How a task resolves the `jsr:` specifiers: the genuine packages where JSR
// answers, the adapters of lib/third_party/npm/ under a lock file of their
// own where it does not. Deno itself is asked, by loading one of the genuine
// modules, so its cache, its proxy settings and JSR_URL all count. The answer
// is remembered beside the checkout, once for each cache folder and registry.

/** `jsr`: the genuine packages; `npm`: the adapters over npm packages. */
export type Route = "jsr" | "npm";

/** Flags of `deno run`, `check`, `doc` and `test` for each route. */
export const ROUTE_FLAGS: Readonly<Record<Route, readonly string[]>> = {
  jsr: ["--lock=deno.lock", "--frozen"],
  npm: [
    "--import-map=lib/third_party/npm/import_map.json",
    "--lock=lib/third_party/npm/deno.lock",
    "--frozen",
  ],
};

const MEMORY = ".route.json";
const PROBE = "jsr:@std/csv@1.0.6/parse";
const TIMEOUT_MS = 5000;

/** What Deno says of a package that came but is not the one that is locked. */
const MISMATCH = /integrity|checksum/i;

/**
 * Finds out which route works here.
 *
 * @returns The remembered answer, or what Deno found just now. A package that
 * came but does not match the lock file counts as `jsr`: the task then stops
 * with Deno's own message instead of going around it.
 */
export async function findRoute(): Promise<Route> {
  // Whoever runs with the adapters' import map (a test) has its answer.
  const own = import.meta.resolve(PROBE);
  if (!own.startsWith("jsr:") && own.startsWith("file:")) return "npm";
  const asked = {
    deno: Deno.version.deno,
    deno_dir: Deno.env.get("DENO_DIR") ?? "",
    jsr_url: Deno.env.get("JSR_URL") ?? "",
  };
  try {
    // What else is remembered there is others' business.
    const { route, ...rest } = JSON.parse(Deno.readTextFileSync(MEMORY));
    const same = Object.entries(asked).every(([key, value]) =>
      rest[key] === value
    );
    if (same && route in ROUTE_FLAGS) return route;
  } catch {
    // Not asked yet, or not readable: ask.
  }
  const route = await ask();
  try {
    Deno.writeTextFileSync(MEMORY, JSON.stringify({ ...asked, route }) + "\n");
  } catch {
    // A read-only checkout is asked again next time.
  }
  return route;
}

async function ask(): Promise<Route> {
  let id: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<Route>((resolve) => {
    id = setTimeout(() => resolve("npm"), TIMEOUT_MS);
  });
  const answer = import(PROBE).then(
    (): Route => "jsr",
    (error): Route => MISMATCH.test(String(error)) ? "jsr" : "npm",
  );
  const route = await Promise.race([answer, silence]);
  clearTimeout(id);
  return route;
}
