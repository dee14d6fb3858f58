// What all tasks share: flags from a table, `--help` made from the same
// table, one sentence for a mistake, and the exit codes 0 (done), 1 (a check
// or a run failed) and 2 (wrong use).
import { parseArgs } from "../../lib/third_party/args.ts";
import { InputError, UsageError } from "../../lib/errors.ts";
import { nearest } from "../../lib/nearest.ts";
import { systemSentence } from "./system_sentence.ts";

/** One flag of a task. */
export interface Flag {
  /** Placeholder of its value in the help text; without one it is a switch. */
  readonly value?: string;
  /** What it does, for the help text. */
  readonly help: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** The value must be a whole number from 1 on. */
  readonly count?: boolean;
  /** The greatest number that it takes, if it counts; else a config's. */
  readonly most?: number;
  /** The task cannot do without it. */
  readonly required?: boolean;
  /** Whoever starts the task gives it, not a person: the help leaves it out. */
  readonly hidden?: boolean;
}

/** Everything about a task but its work. */
export interface Task {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /**
   * Placeholder and help of the positional argument, if it takes one; a
   * placeholder in brackets may be left out, one that ends in `…` may come
   * several times.
   */
  readonly positional?: { readonly value: string; readonly help: string };
  readonly flags: Readonly<Record<string, Flag>>;
  /** A command line to learn from. */
  readonly example: string;
}

/** A parsed command line. */
export interface Arguments {
  readonly positional: string | undefined;
  /** All positional arguments, for a task that takes several. */
  readonly positionals: readonly string[];
  /** Values of flags, as they were written. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Values of flags that count something. */
  readonly counts: Readonly<Record<string, number | undefined>>;
  /** Switches that are on. */
  readonly on: Readonly<Record<string, boolean>>;
}

/** The most of anything that a config counts, and what counts without a limit. */
const MOST = 1_000_000;

/** How many threads compute; the memory of exact has room for as many. */
export const THREADS: Flag = {
  value: "N",
  help: "Threads of exact",
  count: true,
  most: 64,
};

/** Flags of every task. */
const COMMON: Readonly<Record<string, Flag>> = {
  quiet: { help: "No progress on stderr" },
  help: { help: "Show this text" },
};

/**
 * Parses a command line by a task's table.
 *
 * @throws {UsageError} If a flag is unknown, lacks its value, or has one that
 * it does not take.
 */
export function parseTask(task: Task, args: readonly string[]): Arguments {
  const flags = { ...task.flags, ...COMMON };
  const names = Object.keys(flags);
  const unknown: string[] = [];
  const parsed = parseArgs([...args], {
    string: ["_", ...names.filter((name) => flags[name].value)],
    boolean: names.filter((name) => !flags[name].value),
    unknown: (arg: string) => {
      if (arg.startsWith("-")) unknown.push(arg.split("=")[0]);
      return true;
    },
  });
  if (unknown.length > 0) {
    const guess = nearest(unknown[0].replace(/^-+/, ""), names);
    throw new UsageError(
      `${task.name} has no flag ${unknown[0]}` +
        (guess ? `; did you mean --${guess}?` : "; --help lists them."),
    );
  }
  const positional = parsed._.map(String) as string[];
  const several = task.positional?.value.endsWith("…");
  if (!several && positional.length > (task.positional ? 1 : 0)) {
    throw new UsageError(
      `${task.name} does not know what to do with "${positional.at(-1)}"; ` +
        "--help shows what it takes.",
    );
  }
  const values: Record<string, string | undefined> = {};
  const counts: Record<string, number | undefined> = {};
  const on: Record<string, boolean> = {};
  for (const [name, flag] of Object.entries(flags)) {
    const given = parsed[name];
    if (!flag.value) on[name] = given === true;
    else values[name] = flagValue(name, flag, given);
    if (flag.count && values[name] !== undefined) {
      counts[name] = countValue(name, values[name], flag.most);
    }
  }
  if (!on.help) {
    for (const [name, flag] of Object.entries(flags)) {
      if (flag.required && values[name] === undefined) {
        throw new UsageError(`${task.name} needs --${name} ${flag.value}.`);
      }
    }
    const needed = task.positional && !task.positional.value.startsWith("[");
    if (needed && positional.length === 0) {
      throw new UsageError(
        `${task.name} needs ${task.positional?.value}: ` +
          `${task.positional?.help}.`,
      );
    }
  }
  return {
    positional: positional[0],
    positionals: positional,
    values,
    counts,
    on,
  };
}

function flagValue(name: string, flag: Flag, given: unknown) {
  if (given === undefined) return undefined;
  const text = String(given);
  if (text === "") throw new UsageError(`--${name} needs a ${flag.value}.`);
  if (flag.choices && !flag.choices.includes(text)) {
    throw new UsageError(
      `--${name} is "${text}"; expected ${flag.choices.join(" or ")}.`,
    );
  }
  return text;
}

function countValue(name: string, text: string, most = MOST): number {
  const count = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= most) return count;
  // 1e3 is a whole number to who writes it, and may be meant as another.
  const digits = /[0-9]/.test(text) && !/^-?[0-9.]+$/.test(text)
    ? ", in digits alone"
    : "";
  throw new UsageError(
    `--${name} is "${text}"; expected a whole number from 1 to ` +
      `${most}${digits}.`,
  );
}

/** Writes the help text of a task. */
export function helpText(task: Task): string {
  const flags = Object.entries({ ...task.flags, ...COMMON })
    .filter(([, flag]) => !flag.hidden);
  const rows = flags.map(([name, flag]): [string, string] => [
    `--${name}${flag.value ? ` ${flag.value}` : ""}`,
    flag.help + (flag.choices ? ` (${flag.choices.join("|")})` : ""),
  ]);
  if (task.positional) {
    rows.unshift([task.positional.value, task.positional.help]);
  }
  const width = Math.max(...rows.map(([left]) => left.length));
  const place = task.positional ? ` ${task.positional.value}` : "";
  return [
    task.summary,
    "",
    `Usage: deno task ${task.name}${place} [flags]`,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    "",
    `Example: deno task ${task.name} ${task.example}`,
  ].join("\n");
}

/**
 * Runs a task to its end: parses, helps or works, and exits.
 *
 * @param task The task's table.
 * @param work What it does; it returns whether its check or run succeeded.
 */
export async function runTask(
  task: Task,
  work: (args: Arguments) => Promise<boolean>,
): Promise<never> {
  try {
    const args = parseTask(task, Deno.args);
    if (args.on.help) {
      console.log(helpText(task));
      Deno.exit(0);
    }
    Deno.exit(await work(args) ? 0 : 1);
  } catch (error) {
    Deno.exit(report(error));
  }
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(error.message);
    return 2;
  }
  if (error instanceof InputError) {
    console.error(error.message);
    return 1;
  }
  if (error instanceof Deno.errors.NotCapable) {
    console.error(
      `${error.message.split(",")[0]}: this task may read and write only ` +
        "inside the checkout and the paths on its command line.",
    );
    return 1;
  }
  const sentence = systemSentence(error);
  if (sentence !== null) {
    console.error(sentence);
    return 1;
  }
  console.error("This is a fault of the package; please report it with:");
  console.error(error);
  return 1;
}
