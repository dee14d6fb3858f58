// What a report holds of its run to predict, files in memory, and what new
// spectra are drawn against.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { decodeTable } from "../lib/artifacts/csv_table.ts";
import { InputError } from "../lib/errors.ts";
import { DISK } from "../lib/files/disk.ts";
import type { Files } from "../lib/files/files.ts";
import { memoryFiles } from "../lib/files/memory.ts";
import type { RunFiles } from "../lib/pipeline/assemble.ts";
import {
  chosenParts,
  heldParts,
  holdParts,
  isPart,
} from "../lib/report/page/run_parts.ts";
import { trainedSpectra } from "../lib/report/page/trained_spectra.ts";
import {
  COARSE,
  doubtingRun,
  FINE,
  plainRun,
  soil,
} from "./support/page_runs.ts";

const plain = await plainRun();
const doubting = await doubtingRun();
const encode = (text: string) => new TextEncoder().encode(text);

const partsOf = (run: RunFiles) =>
  heldParts(run.config.name, holdParts(run.files));

Deno.test("holdParts keeps what predicts, byte for byte, whatever the order", () => {
  const files = doubting.files;
  const back = heldParts("x", holdParts(files)).files;
  assertEquals(
    [...back.keys()],
    Object.keys(files).filter(isPart).sort(),
  );
  assert(back.has("model/member-3/weights.bin"));
  assert(!back.has("report.html") && !back.has("spectrograms.npy"));
  for (const [path, bytes] of back) {
    assertEquals(bytes, Uint8Array.from(files[path]), path);
  }
  const turned = Object.fromEntries(Object.entries(files).reverse());
  assertEquals(
    JSON.stringify(holdParts(turned)),
    JSON.stringify(holdParts(files)),
  );
});

Deno.test("chosenParts refuses a folder that is no run", () => {
  let said = "";
  try {
    chosenParts(new Map([["config.json", new Uint8Array()]]));
  } catch (error) {
    assert(error instanceof InputError);
    said = error.message;
  }
  assertStringIncludes(said, "There is no model/model.json");
});

Deno.test("memoryFiles says of paths what the disk says", async () => {
  const map = { "a.csv": encode("x"), "in/b.csv": encode("yz") };
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/in`);
  for (const [path, bytes] of Object.entries(map)) {
    await Deno.writeFile(`${folder}/${path}`, bytes);
  }
  const memory = memoryFiles(
    new Map(
      Object.entries(map).map(([path, bytes]) => [`${folder}/${path}`, bytes]),
    ),
  );
  for (const path of ["", "/a.csv", "/in", "/in/b.csv", "/none", "/in/none"]) {
    const kind = async ({ look }: Files) => {
      const info = await look(folder + path);
      return info && {
        isFile: info.isFile,
        size: info.isFile ? info.size : null,
      };
    };
    assertEquals(await kind(memory), await kind(DISK), path);
  }
  assertEquals((await memory.list(folder)).sort(), ["a.csv", "in"]);
  assertEquals((await DISK.list(folder)).sort(), ["a.csv", "in"]);
  assertEquals(await memory.read(`${folder}/in/b.csv`), map["in/b.csv"]);
  assertEquals(await memory.read(`${folder}/in/c.csv`), null);
  await assertRejects(
    () => memory.open(`${folder}/in/c.csv`),
    InputError,
    "there is no such file or folder",
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("trainedSpectra gives mean and spread of the training part", () => {
  const found = trainedSpectra(partsOf(doubting))!;
  const rows = decodeTable(doubting.files["samples.csv"], [], "samples.csv")
    .filter(({ part }) => part === "train")
    .map(({ sample }) => soil(Number(sample.slice(1)), COARSE));
  COARSE.forEach((_, band) => {
    const values = rows.map((row) => row[band]);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const square = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    const deviation = Math.sqrt(square / (values.length - 1));
    assertAlmostEquals(found.line[band], mean, 1e-12);
    // Components keep most of the variance, not all of it, nor of noise.
    assertAlmostEquals(found.spread![band], deviation, 0.001);
    assert(found.spread![band] <= deviation * (1 + 1e-9));
  });
});

Deno.test("trainedSpectra gives one spectrum of a run that keeps no more, and none of treated ones", () => {
  const { line, spread } = trainedSpectra(partsOf(plain))!;
  assertEquals([line.length, spread], [FINE.length, null]);
  const bare = Object.fromEntries(
    Object.entries(doubting.files).filter(([path]) => path !== "domain.json"),
  );
  assertEquals(trainedSpectra(heldParts("x", holdParts(bare))), null);
});
