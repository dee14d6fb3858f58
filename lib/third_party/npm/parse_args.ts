// Stands in for `jsr:@std/cli@1.0.32/parse-args` where JSR cannot be reached.
// std's function descends from minimist, so minimist itself does the work.
import minimist from "npm:minimist@1.2.8";

/** Options of {@linkcode parseArgs} that the package uses. */
export interface ParseOptions {
  /** Flags whose values stay text. */
  string?: readonly string[];
  /** Flags that are switches. */
  boolean?: readonly string[];
  /** Called for what is neither. */
  unknown?: (arg: string) => unknown;
}

/**
 * Parses command-line arguments into flags and, under `_`, the positional
 * arguments. A flag that stands twice has its last value, as in std.
 */
export function parseArgs(
  args: string[],
  options: ParseOptions = {},
  // deno-lint-ignore no-explicit-any
): any {
  const parsed = minimist(args, {
    string: [...options.string ?? []],
    boolean: [...options.boolean ?? []],
    unknown: options.unknown as ((arg: string) => boolean) | undefined,
  });
  for (const [name, value] of Object.entries(parsed)) {
    if (name !== "_" && Array.isArray(value)) parsed[name] = value.at(-1);
  }
  return parsed;
}
