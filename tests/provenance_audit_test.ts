// The permission log of a run against its manifest; tests/tasks_test.ts lets a
// whole run be audited.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { undeclaredUses } from "../lib/provenance/audit.ts";
import { closeAudit } from "../tasks/support/audit.ts";
import { ROOT } from "./support/tiny_run.ts";

const SCOPE = {
  manifest: {
    inputs: [{
      role: "spectra",
      path: "data/spectra.csv",
      sha256: "0".repeat(64),
      bytes: 1,
    }],
  },
  folder: "artifacts/a",
  config: "paper-config/a.json",
  root: "/checkout",
};
const log = (...lines: [permission: string, value?: string][]) =>
  lines.map(([permission, value]) =>
    JSON.stringify({ v: 1, permission, value })
  )
    .join("\n");

Deno.test("undeclaredUses passes inputs, config, the run's folder and the package's code", () => {
  const text = log(
    ["read", "data/spectra.csv"],
    ["read", "/checkout/data/spectra.csv"],
    ["read", "./paper-config/../paper-config/a.json"],
    ["read", "artifacts/a"],
    ["write", "artifacts/a/.resume/lock"],
    ["write", "/checkout/artifacts/a/manifest.json"],
    ["read", "/checkout/lib/backend/exact/threads.ts"],
    ["read", "/checkout/deno.lock"],
  );
  assertEquals(undeclaredUses(text, SCOPE), []);
});

Deno.test("undeclaredUses names everything else, once", () => {
  const text = log(
    ["read", "/etc/passwd"],
    ["read", "/etc/passwd"],
    ["read", "data/other.csv"],
    ["read", "artifacts/ab"],
    ["write", "data/spectra.csv"],
    ["write", "artifacts/a/../b"],
    ["write", "lib/a.ts"],
    ["net", "example.org:443"],
    ["run", "python"],
    ["env", "HOME"],
    ["ffi"],
    ["sys", "hostname"],
  );
  assertEquals(undeclaredUses(text, SCOPE), [
    "reads /etc/passwd",
    "reads data/other.csv",
    "reads artifacts/ab",
    "writes data/spectra.csv",
    "writes artifacts/a/../b",
    "writes lib/a.ts",
    "uses net example.org:443",
    "uses run python",
    "uses env HOME",
    "uses ffi",
    "uses sys hostname",
  ]);
});

Deno.test("undeclaredUses refuses a log that is none", () => {
  assertThrows(() => undeclaredUses("hello", SCOPE), InputError, "hello");
});

/** Audits a real process that does what a script says. */
async function audited(script: (folder: string) => string) {
  const folder = await Deno.makeTempDir();
  const said: string[] = [];
  const { error } = console;
  const options = {
    args: [`--config=${folder}/config.json`, `--out=${folder}/run`],
    defaultConfig: "",
  };
  try {
    await Deno.mkdir(`${folder}/run`);
    const input = `${folder}/spectra.csv`;
    await Deno.writeTextFile(input, "a");
    await Deno.writeTextFile(`${folder}/planted.csv`, "b");
    await Deno.writeTextFile(`${folder}/config.json`, '{"name":"a"}');
    await Deno.writeTextFile(
      `${folder}/run/manifest.json`,
      JSON.stringify({ inputs: [{ role: "spectra", path: input }] }),
    );
    await Deno.writeTextFile(`${folder}/main.ts`, script(folder));
    const log = `${folder}/log.jsonl`;
    const { code } = await new Deno.Command(Deno.execPath(), {
      // With all permissions Deno logs a write for every read, too.
      args: [
        ...["run", "--no-config", "--no-lock"],
        ...[`--allow-read=${folder}`, `${folder}/main.ts`],
      ],
      env: { DENO_AUDIT_PERMISSIONS: log },
      cwd: ROOT,
    }).output();
    assertEquals(code, 0);
    console.error = (text: string) => said.push(text);
    const result = closeAudit(log, { code, ...options });
    return { result, said: said.join("\n").replaceAll("\\", "/") };
  } finally {
    console.error = error;
    await Deno.remove(folder, { recursive: true });
  }
}

const read = (path: string) =>
  `Deno.readTextFileSync(${JSON.stringify(path)});`;

Deno.test("closeAudit passes a process that reads its inputs only", async () => {
  const outcome = await audited((folder) => read(`${folder}/spectra.csv`));
  assertEquals(outcome, { result: 0, said: "" });
});

Deno.test("closeAudit fails a process for one read that is planted, and names it", async () => {
  const { result, said } = await audited((folder) =>
    read(`${folder}/spectra.csv`) + read(`${folder}/planted.csv`)
  );
  assertEquals(result, 1);
  assert(
    /the run reads \S*\/planted\.csv, which its manifest/.test(said),
    said,
  );
});

Deno.test("closeAudit fails a process that leaves no log", () => {
  const { error } = console;
  console.error = () => {};
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/config.json`, '{"name":"a"}');
    Deno.writeTextFileSync(`${folder}/manifest.json`, '{"inputs":[]}');
    const args = [`--config=${folder}/config.json`, `--out=${folder}`];
    const log = `${folder}/none.jsonl`;
    assertEquals(closeAudit(log, { code: 0, args, defaultConfig: "" }), 1);
  } finally {
    console.error = error;
    Deno.removeSync(folder, { recursive: true });
  }
});
