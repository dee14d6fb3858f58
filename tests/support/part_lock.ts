// The lock files of the two routes are parts of tests/deno.lock, which has all:
// both routes, and what only tests and the build of the kernels need. Whoever
// runs a task fetches what its lock file lists, all of it, so what only
// developers need must not stand there. After a change of versions:
//   deno install --import-map=lib/third_party/npm/import_map.json \
//     --lock=tests/deno.lock --frozen=false --entrypoint \
//     mod.ts tasks/*.ts lib/third_party/*.ts lib/third_party/*/*.ts
//   deno run --allow-read --allow-write tests/support/part_lock.ts

/** The parts of Deno's lock file, version 5, that are used here. */
export interface Lock {
  readonly version: string;
  readonly specifiers: Readonly<Record<string, string>>;
  readonly jsr?: Readonly<Record<string, LockEntry>>;
  readonly npm: Readonly<Record<string, LockEntry>>;
  /** What deno.json lists: Deno compares it, whatever is used of it. */
  readonly workspace: unknown;
}

/** One package of a lock file. */
export interface LockEntry {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
}

/** Lock files by the folders whose files' specifiers they hold. */
export const PARTS: Readonly<Record<string, Part>> = {
  "deno.lock": { folders: ["lib/third_party/"], jsr: true },
  "lib/third_party/npm/deno.lock": {
    folders: ["lib/third_party/", "lib/third_party/npm/"],
    jsr: false,
  },
};

/** Which specifiers a lock file holds. */
interface Part {
  /** Folders, from the root, whose files name them. */
  readonly folders: readonly string[];
  /** Whether packages of JSR are among them. */
  readonly jsr: boolean;
}

const ROOT = new URL("../../", import.meta.url);
const WHOLE = "tests/deno.lock";

/** The inline specifiers of a folder's files, each once, in order. */
export async function inlineSpecifiers(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(new URL(folder, ROOT))) {
    if (!isFile || !name.endsWith(".ts")) continue;
    const text = await Deno.readTextFile(new URL(folder + name, ROOT));
    const pattern = /["']((?:npm|jsr):[^"']+)["']/g;
    found.push(...[...text.matchAll(pattern)].map((match) => match[1]));
  }
  return [...new Set(found)].sort();
}

/** A specifier without the path inside its package. */
export function withoutPath(specifier: string): string {
  return specifier.replace(/(@\d+\.\d+\.\d+)\/.*$/, "$1");
}

/**
 * Takes the part of tests/deno.lock that one of {@linkcode PARTS} holds.
 *
 * @param path Its path from the root.
 * @throws {TypeError} If tests/deno.lock lacks one of its specifiers.
 */
export async function partLock(path: string): Promise<Lock> {
  const whole: Lock = JSON.parse(
    await Deno.readTextFile(new URL(WHOLE, ROOT)),
  );
  const { folders, jsr } = PARTS[path];
  const wanted = (await Promise.all(folders.map(inlineSpecifiers))).flat()
    .filter((specifier) => jsr || specifier.startsWith("npm:"))
    .map(withoutPath);
  const specifiers: Record<string, string> = {};
  const names = new Set<string>();
  for (const specifier of [...new Set(wanted)].sort()) {
    const version = whole.specifiers[specifier];
    if (!version) throw new TypeError(`${WHOLE} has no ${specifier}`);
    specifiers[specifier] = version;
    names.add(specifier.replace(/@\d.*$/, `@${version}`));
  }
  return {
    version: whole.version,
    specifiers,
    ...(jsr && { jsr: pick(whole.jsr ?? {}, names, "jsr:") }),
    npm: pick(whole.npm, names, "npm:"),
    workspace: whole.workspace,
  };
}

/** The entries that are named, and what they depend on. */
function pick(
  all: Readonly<Record<string, LockEntry>>,
  names: ReadonlySet<string>,
  scheme: string,
): Record<string, LockEntry> {
  const keys = Object.keys(all);
  const kept = new Set<string>();
  const add = (name: string) => {
    const key = name in all
      ? name
      : keys.find((each) => nameOf(each) === name) ?? name;
    if (!all[key]) throw new TypeError(`${WHOLE} has no ${key}`);
    if (kept.has(key)) return;
    kept.add(key);
    all[key].dependencies?.forEach(add);
  };
  for (const name of names) {
    if (name.startsWith(scheme)) add(name.slice(scheme.length));
  }
  // A dependency is named without its version where there is one of that name.
  const counts = new Map<string, number>();
  for (const key of kept) {
    counts.set(nameOf(key), (counts.get(nameOf(key)) ?? 0) + 1);
  }
  const short = (name: string) =>
    counts.get(nameOf(name)) === 1 ? nameOf(name) : name;
  return Object.fromEntries(
    keys.filter((key) => kept.has(key)).map((key) => {
      const entry = { ...all[key] };
      const dependencies = entry.dependencies?.map(short);
      return [key, dependencies ? { ...entry, dependencies } : entry];
    }),
  );
}

function nameOf(key: string): string {
  return key.replace(/(?<=.)@.*$/, "");
}

if (import.meta.main) {
  for (const path of Object.keys(PARTS)) {
    const text = JSON.stringify(await partLock(path), null, 2);
    await Deno.writeTextFile(new URL(path, ROOT), `${text}\n`);
  }
}
