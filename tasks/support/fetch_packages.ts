// The first task in a checkout fetches what all of them need, quietly: one line
// where nobody watches, a bar on a terminal. Later ones find it in the cache.
import { line } from "./progress.ts";
import { quietEnvironment } from "./environment.ts";

const MEMORY = ".route.json";
const INTERVAL_MS = 200;

/**
 * Fetches the packages of a task if this checkout has not done so yet.
 *
 * @param task The task's file.
 * @param route Flags by which dependencies resolve.
 * @param lock The lock file that they name.
 */
export async function fetchPackages(
  task: string,
  route: readonly string[],
  lock: string,
): Promise<void> {
  const digest = await digestOf(lock);
  const memory = readMemory();
  // Nothing remembered means nothing could be: then Deno says what it does.
  if (memory === null || memory.fetched === digest) return;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", ...route, task],
    env: quietEnvironment(),
    stdout: "null",
    stderr: "null",
  }).spawn();
  const show = await progress(lock);
  const timer = setInterval(show.look, INTERVAL_MS);
  const { success } = await child.status;
  clearInterval(timer);
  show.end();
  // What went wrong, the task itself meets again and says.
  if (!success) return;
  const text = JSON.stringify({ ...memory, fetched: digest }) + "\n";
  try {
    Deno.writeTextFileSync(MEMORY, text);
  } catch {
    // A read-only checkout looks again next time.
  }
}

interface Memory {
  readonly fetched?: string;
}

function readMemory(): Memory | null {
  try {
    return JSON.parse(Deno.readTextFileSync(MEMORY));
  } catch {
    return null;
  }
}

async function digestOf(lock: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", Deno.readFileSync(lock));
  return [...new Uint8Array(bytes)].slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tells how many of the lock's packages are in Deno's cache. */
async function progress(lock: string) {
  const total = Object.keys(JSON.parse(Deno.readTextFileSync(lock)).npm).length;
  const cache = await packageFolder();
  if (!Deno.stderr.isTerminal()) {
    if (countPackages(cache) < total / 2) {
      console.error(`Fetching ${total} packages, once …`);
    }
    return { look: () => {}, end: () => {} };
  }
  const write = (text: string) =>
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  const start = performance.now();
  let shown = false;
  const look = () => {
    const done = Math.min(countPackages(cache), total);
    const ms = performance.now() - start;
    shown = true;
    // Deno first asks which packages there are: that tells nothing of the rest.
    const from = done < total / 20 ? done : 0;
    write(`\r\x1b[K${line("fetch", "packages", { done, total, ms, from })}`);
  };
  return { look, end: () => shown && write("\r\x1b[K") };
}

async function packageFolder(): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json"],
      stderr: "null",
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout)).npmCache ?? null;
  } catch {
    return null;
  }
}

/** Versions of packages, whatever registry they are from: as a lock counts. */
function countPackages(cache: string | null): number {
  const folders = (folder: string) => {
    try {
      return [...Deno.readDirSync(folder)]
        .filter(({ isDirectory }) => isDirectory)
        .map(({ name }) => `${folder}/${name}`);
    } catch {
      return [];
    }
  };
  if (cache === null) return 0;
  return folders(cache).flatMap(folders)
    .flatMap((each) => /[/]@[^/]*$/.test(each) ? folders(each) : [each])
    .flatMap(folders).length;
}
