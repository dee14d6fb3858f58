// The permission log of a run against its manifest; tests/tasks_test.ts lets a
// whole run be audited.
import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { undeclaredUses } from "../lib/provenance/audit.ts";

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
