// The gate that CI and everybody else runs: format, lint, types, docs, the
// examples in the docs, tests.
import { quietEnvironment } from "./environment.ts";

/** A check: its name and the command line of Deno. */
interface Check {
  readonly name: string;
  readonly args: readonly string[];
}

const TEST_PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-run",
  "--allow-env",
  "--allow-sys",
  "--allow-net=127.0.0.1,localhost",
  "--allow-import=127.0.0.1,localhost",
];

function checks(route: readonly string[], only: readonly string[]): Check[] {
  if (only.length > 0) {
    const args = ["test", ...route, ...TEST_PERMISSIONS, ...only];
    return [{ name: "tests", args }];
  }
  const code = ["mod.ts", "lib", "tasks", "tests", "bench"];
  return [
    { name: "format", args: ["fmt", "--check"] },
    { name: "lint", args: ["lint"] },
    { name: "types", args: ["check", ...route, ...code] },
    { name: "doc lint", args: ["doc", ...route, "--lint", "mod.ts"] },
    {
      name: "doc examples and tests",
      args: [
        "test",
        ...route,
        ...TEST_PERMISSIONS,
        "--doc",
        "--no-check",
        "mod.ts",
        "lib",
        "tests",
      ],
    },
  ];
}

/**
 * Runs the whole gate, or only the tests that are named.
 *
 * @param route Flags by which dependencies resolve.
 * @param only Arguments for `deno test` instead of the whole gate.
 * @returns The exit code: 0 if everything passed, 1 otherwise.
 */
export async function runGate(
  route: readonly string[],
  only: readonly string[],
): Promise<number> {
  if (only.includes("--help")) {
    console.log(
      "Checks everything that CI checks: format, lint, types, docs, " +
        "examples, tests.\n\nUsage: deno task test [FILE... | --filter TEXT]" +
        "\n\nWith arguments it only runs those tests.",
    );
    return 0;
  }
  const failed: string[] = [];
  for (const { name, args } of checks(route, only)) {
    console.error(`\n── ${name}`);
    const child = new Deno.Command(Deno.execPath(), {
      args: [...args],
      env: quietEnvironment(),
    });
    if ((await child.spawn().status).code !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`\nFailed: ${failed.join(", ")}.`);
  else console.error("\nAll checks passed.");
  return failed.length > 0 ? 1 : 0;
}
