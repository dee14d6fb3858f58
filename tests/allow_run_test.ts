// What the launcher may start.
import { assertEquals } from "@std/assert";
import { allowRun } from "../tasks/support/allow_run.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { ROOT } from "./support/tiny_run.ts";

Deno.test("allowRun names programs, and allows all where a loader's variable is set or a path has a comma", () => {
  assertEquals(
    allowRun(["/a b/deno", "git"], ["PATH"]),
    "--allow-run=/a b/deno,git",
  );
  assertEquals(allowRun(["deno"], ["LD_LIBRARY_PATH"]), "--allow-run");
  assertEquals(allowRun(["deno"], ["DYLD_INSERT_LIBRARIES"]), "--allow-run");
  assertEquals(allowRun(["deno"], ["BUILD_LD_FLAGS"]), "--allow-run=deno");
  assertEquals(allowRun(["/a,b/deno"], []), "--allow-run");
});

Deno.test("every task of deno.json asks which programs it may start", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  for (const [name, task] of Object.entries<{ command: string }>(tasks)) {
    const flags = task.command.match(/"\$\([^)]*allow_run\.ts\)"/g) ?? [];
    assertEquals(flags.length, 1, name);
    assertEquals(/--allow-run(?!=)/.test(task.command), false, name);
  }
});

/** Runs a copy of this Deno that is on no PATH, in a folder with a blank. */
async function startedBy(env: Record<string, string>) {
  const folder = await Deno.makeTempDir({ prefix: "a b " });
  const deno = `${folder}/deno${Deno.build.os === "windows" ? ".exe" : ""}`;
  try {
    await Deno.copyFile(Deno.execPath(), deno);
    const { code, stderr } = await new Deno.Command(deno, {
      args: ["task", "--quiet", "verify", "no/such/run"],
      cwd: ROOT,
      env: { NO_COLOR: "1", ...env },
    }).output();
    return [code, new TextDecoder().decode(stderr)] as const;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ENVIRONMENTS: Record<string, string>[] = [
  { PATH: Deno.build.os === "windows" ? Deno.env.get("PATH")! : "/nowhere" },
  { LD_LIBRARY_PATH: "/nowhere" },
];

for (const env of ENVIRONMENTS) {
  Deno.test(`deno task starts with ${JSON.stringify(env)}`, async () => {
    const [code, stderr] = await startedBy(env);
    assertEquals(code, 1);
    assertEquals(stderr.includes("no/such/run"), true, stderr);
    assertEquals(stderr.includes("NotCapable"), false, stderr);
  });
}

Deno.test("permissionFlags lets bench start this Deno and the Python that is named", () => {
  const run = permissionFlags("bench", ["--python", ".venv/bin/python"])
    .find((flag) => flag.startsWith("--allow-run"));
  // The tests may start anything, and say so to what they start.
  const { state } = Deno.permissions.querySync({ name: "run" });
  assertEquals(
    run,
    state === "granted"
      ? "--allow-run"
      : `--allow-run=${Deno.execPath()},.venv/bin/python`,
  );
});
