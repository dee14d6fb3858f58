// What verification finds: any change of any file, a manifest edited to claim
// more than is true, and where files differ.
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { canonicalJson } from "../lib/artifacts/canonical_json.ts";
import { encodeNpy } from "../lib/artifacts/npy.ts";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { openBackend } from "../lib/backend/open.ts";
import { loadConfig } from "../lib/config.ts";
import { readArchive } from "../lib/pipeline/archive.ts";
import { figureFiles, metricsFile } from "../lib/pipeline/derive.ts";
import { manifestFiles, readManifest } from "../lib/pipeline/manifest_file.ts";
import { redrawFigures } from "../lib/pipeline/redraw.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import {
  manifestJsonSchema,
  parseManifest,
} from "../lib/provenance/manifest.ts";
import { describeDifference, difference } from "../lib/verify/difference.ts";
import { rerunAndCompare } from "../lib/verify/rerun.ts";
import { verifyRun } from "../lib/verify.ts";
import { tamper } from "./support/tamper.ts";
import { ROOT, runTiny } from "./support/tiny_run.ts";

const run = await runTiny();
const encoder = new TextEncoder();

async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(folder, run, { started: "now" });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function failures(folder: string) {
  const { holds, findings } = await verifyRun(folder);
  const failed = findings.filter((finding) => !finding.holds);
  assertEquals(holds, failed.length === 0);
  return failed;
}

Deno.test("verifyRun finds 100 random changes, deletions, additions and renames", () =>
  withRun(async (folder) => {
    const result = await tamper(folder, { count: 100, seed: 1 });
    assertEquals(result.missed, []);
    assertEquals(result.tried, 100);
    assertEquals(await failures(folder), []); // all undone
  }));

Deno.test("verifyRun says what to do about a run that was stopped", () =>
  withRun(async (folder) => {
    await Deno.mkdir(`${folder}/.resume`);
    await Deno.writeTextFile(`${folder}/.resume/training-0`, "x");
    const [{ subject, finding }] = await failures(folder);
    assertEquals(subject, ".resume");
    assertStringIncludes(finding, "given again, finishes it");
  }));

/** Edits a manifest as a careful forger would: what follows from it is made again. */
async function edit(
  folder: string,
  // deno-lint-ignore no-explicit-any
  change: (manifest: any) => void | Promise<void>,
) {
  const manifest = structuredClone(await readManifest(folder));
  await change(manifest);
  for (const [path, bytes] of Object.entries(manifestFiles(manifest))) {
    await Deno.writeFile(`${folder}/${path}`, bytes);
  }
}

const EDITS: {
  what: string;
  // deno-lint-ignore no-explicit-any
  change: (manifest: any) => void;
  subject: string;
}[] = [
  {
    what: "another title",
    change: (m) => m.run.title = "Better",
    subject: "run",
  },
  {
    what: "another protocol",
    change: (m) => m.run.protocol = "honest",
    subject: "run",
  },
  {
    what: "real data for synthetic",
    change: (m) => m.run.synthetic = false,
    subject: "run",
  },
  { what: "another seed", change: (m) => m.seeds.split = 1, subject: "run" },
  {
    what: "another digest of the config",
    change: (m) => m.config_sha256 = "0".repeat(64),
    subject: "run",
  },
  {
    what: "another parameter of a stage",
    change: (m) =>
      // deno-lint-ignore no-explicit-any
      m.stages.find((stage: any) => stage.name === "train")
        .parameters.training.epochs = 5000,
    subject: "stages",
  },
  {
    what: "another input of a stage",
    change: (m) => m.stages[1].inputs[0].sha256 = "0".repeat(64),
    subject: "stages",
  },
  {
    what: "a stage left out",
    change: (m) => m.stages.pop(),
    subject: "stages",
  },
  {
    what: "a claim that is another one",
    change: (m) => m.artifacts[0].claim = { kind: "not-checked" },
    subject: "claims",
  },
  {
    what: "a level more",
    change: (m) => m.levels.push({ ...m.levels[1], level: 3 }),
    subject: "levels",
  },
  {
    what: "a run that is citable",
    change: (m) => Object.assign(m.source, { citable: true, reason: null }),
    subject: "source",
  },
  {
    what: "an exact run that was one on webgpu",
    change: (m) => m.environment.backend.name = "webgpu",
    subject: "claims",
  },
  {
    what: "an input that is another one",
    change: (m) => m.inputs[0].sha256 = "0".repeat(64),
    subject: "input ",
  },
];

for (const { what, change, subject } of EDITS) {
  Deno.test(`verifyRun catches a manifest edited to claim ${what}`, () =>
    withRun(async (folder) => {
      await edit(folder, change);
      const failed = await failures(folder);
      assert(
        failed.some((finding) => finding.subject.startsWith(subject)),
        JSON.stringify(failed),
      );
    }));
}

/** Puts a file's digest right in the manifest, and everywhere it is named. */
async function cover(folder: string, path: string, bytes: Uint8Array) {
  await Deno.writeFile(`${folder}/${path}`, bytes);
  // deno-lint-ignore no-explicit-any
  await edit(folder, (manifest: any) => {
    const artifact = manifest.artifacts.find((a: { path: string }) =>
      a.path === path
    );
    Object.assign(artifact, { sha256: sha256(bytes), bytes: bytes.length });
    for (const stage of manifest.stages) {
      for (const input of stage.inputs) {
        if (input.path === path) input.sha256 = artifact.sha256;
      }
    }
  });
}

Deno.test("verifyRun catches another metric whose digest was put right", () =>
  withRun(async (folder) => {
    const metrics = JSON.parse(
      await Deno.readTextFile(`${folder}/metrics.json`),
    );
    metrics.test.r2 = 0.99;
    await cover(
      folder,
      "metrics.json",
      encoder.encode(canonicalJson(metrics)),
    );
    const [failed, ...others] = await failures(folder);
    assertEquals(failed.subject, "metrics.json");
    // It shows the digest that was, or would have other bytes than listed.
    assertEquals(others.map(({ subject }) => subject), ["report.html"]);
    assertStringIncludes(failed.finding, "$.test.r2: found 0.99, expected");
  }));

const OTHER_SPECTRA: readonly (readonly [string, object, string])[] = [
  [
    "quantity",
    { quantity: "absorbance" },
    "says absorbance, and that it was taken as",
  ],
  ["number of replicates", { replicates: 4 }, "says 4 replicates and images"],
  ["grid", { wavelengths_nm: [350, 351] }, "has 2 wavelengths from 350 to 351"],
  ["word of what they were taken as", { taken_as: "nothing" }, "nothing"],
  ["grid that is none", { wavelengths_nm: [2, 1] }, "expected increasing"],
  ["grid that is not known", { known: false }, "says that the grid is not"],
];

for (const [what, changes, sentence] of OTHER_SPECTRA) {
  Deno.test(`verifyRun catches another ${what} of the spectra whose digest was put right`, () =>
    withRun(async (folder) => {
      const path = "grid.json";
      const text = await Deno.readTextFile(`${folder}/${path}`);
      const grid = { ...JSON.parse(text), ...changes };
      await cover(folder, path, encoder.encode(canonicalJson(grid)));
      const failed = await failures(folder);
      const said = failed.map(({ finding }) => finding).join("; ");
      assertStringIncludes(said, sentence);
    }));
}

Deno.test("verifyRun catches another line of what spectra were taken as", () =>
  withRun(async (folder) => {
    // deno-lint-ignore no-explicit-any
    await edit(folder, (manifest: any) => {
      manifest.taken_as = "something else";
    });
    const [{ subject, finding }] = await failures(folder);
    assertEquals(subject, "grid.json");
    assertStringIncludes(finding, 'and the manifest "something else"');
  }));

Deno.test("verifyRun catches a sample moved into another part", () =>
  withRun(async (folder) => {
    for (const path of ["samples.csv", "predictions.csv"]) {
      const text = await Deno.readTextFile(`${folder}/${path}`);
      const at = text.indexOf("test");
      await cover(
        folder,
        path,
        encoder.encode(text.slice(0, at) + "train" + text.slice(at + 4)),
      );
    }
    const failed = await failures(folder);
    assertMatch(
      failed.map(({ finding }) => finding).join(),
      /is in the train part; the config's split has it in the test part/,
    );
  }));

Deno.test("rerunAndCompare gives the same bytes on exact, and catches predictions that nobody made", () =>
  withRun(async (folder) => {
    const backend = await openBackend({ backend: "exact", threads: 2 });
    const again = async () => {
      const config = await loadConfig(`${folder}/config.json`);
      const manifest = await readManifest(folder);
      const found = await rerunAndCompare({ folder, config, manifest }, {
        backend,
      });
      return found.filter(({ holds }) => !holds);
    };
    try {
      assertEquals(await again(), []);
      // Everything that follows from them is put right as well: only training
      // again can tell.
      const path = "predictions.csv";
      const text = await Deno.readTextFile(`${folder}/${path}`);
      const lines = text.split("\n");
      const cells = lines[3].split(",");
      lines[3] = [...cells.slice(0, -1), cells.at(-2)].join(",");
      await cover(folder, path, encoder.encode(lines.join("\n")));
      const archive = await readArchive(folder);
      const { run: labels } = await readManifest(folder);
      const derived: Record<string, Uint8Array> = {
        "metrics.json": metricsFile(archive),
        ...await figureFiles(archive, labels),
      };
      for (const [name, bytes] of Object.entries(derived)) {
        await cover(folder, name, bytes);
      }
      await redrawFigures(folder);
      const report = await Deno.readFile(`${folder}/report.html`);
      await cover(folder, "report.html", report);
      assertEquals(await failures(folder), []);
      const failed = await again();
      const finding = failed.find(({ subject }) => subject === `rerun ${path}`);
      assertMatch(finding!.finding, /^row 4, column predicted: found .* off/);
    } finally {
      await backend.close();
    }
  }));

Deno.test("describeDifference names the row, element, value or byte", () => {
  const bytes = (text: string) => encoder.encode(text);
  assertEquals(
    describeDifference(
      "a.csv",
      bytes("a,b\r\n1,2\r\n"),
      bytes("a,b\r\n1,3\r\n"),
    ),
    "row 2, column b: found 2, expected 3, 1 off",
  );
  assertEquals(
    describeDifference("a.csv", bytes("a\r\n1\r\n"), bytes("a\r\n1\r\n2\r\n")),
    "row 3, column a: found nothing, expected 2",
  );
  const npy = (values: number[]) =>
    encodeNpy(Float32Array.from(values), [2, 2]);
  assertEquals(
    describeDifference("a.npy", npy([0, 1, 2, 3]), npy([0, 1, 2.5, 4])),
    "element [1, 0]: found 2, expected 2.5; 2 of 4 values differ, by at most 1",
  );
  assertEquals(
    describeDifference("a.json", bytes('{"a":[1,2]}'), bytes('{"a":[1]}')),
    "$.a[1] should not be there",
  );
  assertEquals(
    describeDifference("a.png", bytes("abc"), bytes("abd")),
    "differs from byte 2 on",
  );
  const { files } = run;
  const weights = files["model/weights.bin"].slice();
  weights[4 * 200 + 2] ^= 1;
  assertMatch(
    describeDifference(
      "model/weights.bin",
      weights,
      files["model/weights.bin"],
      {
        modelJson: files["model/model.json"],
      },
    ),
    /^[\w./-]+, value \d+: found .*; 1 of \d+ values differ/,
  );
});

Deno.test("difference says what is missing", () => {
  assertEquals(difference({ a: 1 }, { a: 1, b: 2 }), "$.b is missing");
  assertEquals(difference([1, { a: 2 }], [1, { a: 2 }]), null);
});

Deno.test("manifestJsonSchema() is what manifest.schema.json holds", async () => {
  const path = `${ROOT}lib/provenance/manifest.schema.json`;
  assertEquals(
    JSON.parse(await Deno.readTextFile(path)),
    JSON.parse(manifestJsonSchema()),
  );
});

Deno.test("parseManifest refuses another version and names it", () => {
  const text = canonicalJson({ ...run.manifest, version: 1 });
  let message = "";
  try {
    parseManifest(text, "m.json");
  } catch (error) {
    message = (error as Error).message;
  }
  assertEquals(
    message,
    "m.json: manifest version 1; this package reads version 2",
  );
});
