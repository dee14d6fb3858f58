// Where the benchmark runs: how to start ours, and which Python has the peers.
import { InputError } from "../lib/errors.ts";
import { Absent, type Player, startPlayer, startUpPlayer } from "./player.ts";
import type { Options } from "./players/serve.ts";

/** What openers need to know. */
export interface Context {
  /** Flags by which dependencies resolve. */
  readonly route: readonly string[];
  /** The interpreter, and the versions of the peers that it has. */
  readonly python: Python | null;
}

/** A Python, and the versions of the peers that it can import. */
export interface Python {
  /** The interpreter. */
  readonly program: string;
  /** Version by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Starts a player; throws {@linkcode Absent} if it cannot take part. */
export type Opener = (context: Context) => Promise<Player>;

// A package is not always named after its module: TensorFlow comes as
// tensorflow-cpu, -gpu, -macos, -intel and others, too.
const ASK = `
import importlib.metadata as m, importlib.util as u, json, platform
found = {"python": platform.python_version()}
owners = getattr(m, "packages_distributions", dict)
for name in ("tensorflow", "torch", "scipy"):
    if u.find_spec(name) is None: continue
    known = [name] + [name + end for end in ("-cpu", "-gpu", "-macos", "-intel")]
    installed = {(d.metadata["Name"] or "").lower().replace("_", "-")
        for d in m.distributions()}
    package = next((each for each in known if each in installed), None)
    if package is None: package = next(iter(sorted(owners().get(name, []))), None)
    if package is None: continue
    found[name] = m.version(package) + ("" if package == name else f" ({package})")
print(json.dumps(found))
`;

/**
 * Looks for a Python and asks which peers it has.
 *
 * @param named The one that the user named; else `python3`.
 * @returns Null if none was named and there is none.
 * @throws {InputError} If the one that was named does not run.
 */
export async function findPython(
  named: string | undefined,
): Promise<Python | null> {
  const program = named ?? "python3";
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args: ["-c", ASK],
      stderr: "null",
    }).output();
    if (success) {
      const versions = JSON.parse(new TextDecoder().decode(stdout));
      return { program, versions };
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
  }
  if (named === undefined) return null;
  throw new InputError(`${named} does not run as Python; expected python3.`);
}

/** One of bench/players/, by its file name. */
export function ours(script: string, options: Options): Opener {
  return ({ route }) =>
    startPlayer(Deno.execPath(), [
      ...["run", "--quiet", ...route, "--allow-all"],
      `bench/players/${script}`,
      JSON.stringify(options),
    ]);
}

/** One of bench/peers/, and the package that it cannot do without. */
export function python(
  script: string,
  needs: string,
  options: Options,
): Opener {
  return (context) =>
    startPlayer(need(context, needs), [
      `bench/peers/${script}`,
      JSON.stringify(options),
    ]);
}

/** Start-up of a task, or of a Python that imports a package. */
export function taskStart(...args: string[]): Opener {
  return () =>
    Promise.resolve(startUpPlayer(Deno.execPath(), ["task", ...args]));
}

/** Start-up of a Python that imports a package. */
export function importStart(needs: string): Opener {
  return (context) =>
    Promise.resolve().then(() =>
      startUpPlayer(need(context, needs), ["-c", `import ${needs}`])
    );
}

function need({ python }: Context, name: string): string {
  if (!python) throw new Absent("no python3 here; --python names one");
  if (!python.versions[name]) {
    throw new Absent(
      `${python.program} has no ${name}; --python names another`,
    );
  }
  return python.program;
}

/** Machine, Deno and peers in a line each. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly deno: string;
  readonly peers: Readonly<Record<string, string>>;
}

/** Asks what machine this is. */
export async function findMachine({ python }: Context): Promise<Machine> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-lock", "--allow-sys"],
      "bench/players/machine.ts",
    ],
    stderr: "null",
  }).output();
  const facts = JSON.parse(new TextDecoder().decode(stdout));
  return { ...facts, peers: python?.versions ?? {} };
}

/** Writes a machine in a sentence. */
export function machineLine(machine: Machine): string {
  const { processor, cores, system, deno, peers } = machine;
  const versions = Object.entries(peers)
    .map(([name, version]) => `${name} ${version}`);
  return `Measured on ${processor}, ${cores} ` +
    `core${cores > 1 ? "s" : ""}, ${system}; ` +
    [`Deno ${deno}`, ...versions].join(", ") + ".";
}
