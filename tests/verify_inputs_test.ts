// What verification says of inputs, and what the launcher learns from archives.
import { assertEquals, assertThrows } from "@std/assert";
import { packFiles } from "../lib/artifacts/zip.ts";
import { InputError } from "../lib/errors.ts";
import { cannotRerun } from "../lib/verify/cannot_rerun.ts";
import { checkInputs } from "../lib/verify/check_files.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { readPackedRuns } from "../tasks/support/packed_runs.ts";
import { inFolder } from "./support/in_folder.ts";

const input = (path: string) => ({
  role: "spectra",
  path,
  sha256: "0".repeat(64),
  bytes: 1,
});

Deno.test({
  name: "checkInputs never takes what it may not read for what is not here",
  permissions: { read: false },
  fn: async () => {
    const [found] = await checkInputs({ inputs: [input("a.csv")] });
    assertEquals(found, {
      subject: "input a.csv",
      holds: false,
      finding: "may not be read; expected Deno to run with --allow-read",
    });
  },
});

Deno.test("cannotRerun keeps a sentence as a finding, and nothing else", () => {
  assertEquals(cannotRerun(new InputError("a.csv: is gone")), [{
    subject: "rerun",
    holds: false,
    finding: "could not be made: a.csv: is gone",
  }]);
  assertThrows(() => cannotRerun(new TypeError("a fault")), TypeError);
});

Deno.test("permissionFlags lets verify read the inputs of an archive, and with --rerun its data", async () => {
  const text = (value: unknown) =>
    new TextEncoder().encode("\uFEFF" + JSON.stringify(value));
  const archive = packFiles({
    "run/manifest.json": text({ inputs: [input("/data/s.csv")] }),
    "run/config.json": text({ data: { spectra: "/data/s.csv", labels: "/l" } }),
    "source/config.json": text({ data: { spectra: "/elsewhere" } }),
  });
  await inFolder(
    { "run.zip": archive, "cut.zip": archive.slice(0, 99) },
    async (
      folder,
    ) => {
      const [whole, cut] = [`${folder}/run.zip`, `${folder}/cut.zip`];
      const packed = await readPackedRuns([whole, cut, folder, "none.zip"]);
      assertEquals([...packed.keys()].sort(), [
        `${whole}/config.json`,
        `${whole}/manifest.json`,
      ]);
      const reads = (...args: string[]) =>
        permissionFlags("verify", args, packed)
          .find((flag) => flag.startsWith("--allow-read="))!
          .slice(13).split(",");
      const basic = [".", whole, "/data/s.csv", "artifacts"];
      assertEquals(reads(whole), basic);
      assertEquals(reads(whole, "--rerun"), [
        ...basic.slice(0, 3),
        "/l",
        "artifacts",
      ]);
      assertEquals(reads(cut), [".", cut, "artifacts"]);
    },
  );
});
