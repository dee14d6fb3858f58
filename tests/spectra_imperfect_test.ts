// Data that are not whole: refused by default with everything named, and on
// request dropped, halved or averaged, which is then said.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { encodeParquet } from "../lib/artifacts/parquet.ts";
import { readBound } from "../lib/spectra/censored.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { makeAsd } from "./support/asd_file.ts";
import { runTask } from "./support/run_task.ts";
import { INPUT_SHAPES, writeShape } from "./support/input_shapes.ts";

async function inFile<T>(
  content: string | Uint8Array,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile();
  try {
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const labels = (content: string | Uint8Array, options: ReadOptions = {}) =>
  inFile(content, (path) => openLabels(path, ["Sb"], options));

Deno.test("readBound understands bounds, and nothing else", () => {
  const below = (limit: number | null) => ({ side: "below", limit });
  for (
    const [cell, bound] of [
      ["<5", below(5)],
      [" < 0.5 ", below(0.5)],
      ["<=2", below(2)],
      ["≤2", below(2)],
      ["&lt;3", below(3)],
      [">100", { side: "above", limit: 100 }],
      ["<LOD", below(null)],
      ["LOQ", below(null)],
      ["nd", below(null)],
      ["n.d.", below(null)],
      ["Not detected", below(null)],
      ["5", null],
      ["", null],
      ["-5", null],
      ["<", null],
      ["<a", null],
      ["sand", null],
    ] as const
  ) {
    assertEquals(readBound(cell, false), bound as unknown, cell);
  }
  assertEquals(readBound("<0,5", true), { side: "below", limit: 0.5 });
  assertEquals(readBound("<0,5", false), null);
});

const CENSORED = "sample;Sb\na;1\nb;<5\nc;3\nd;<0,5\n";

Deno.test("openLabels refuses bounds and names all of them", async () => {
  const error = await assertRejects(() => labels(CENSORED), InputError);
  const said = error.message.replace(/^.*?: /, "");
  assert(
    said.startsWith("2 values are bounds and no number: b (line 3, column"),
    said,
  );
  assert(said.includes('d (line 5, column Sb: "<0,5")'), said);
  assert(
    said.includes("data.censored: drop to leave such samples out, half"),
    said,
  );
  const many = [
    "sample,Sb",
    ...Array.from({ length: 23 }, (_, i) => `s${i},<1`),
  ];
  await assertRejects(
    () => labels(many.join("\n") + "\n"),
    InputError,
    's19 (line 21, column Sb: "<1") and 3 more; expected',
  );
});

Deno.test("openLabels takes half of bounds below, or drops their samples, on request", async () => {
  const half = await labels(CENSORED, { censored: "half" });
  assertEquals([...half.values], [1, 2.5, 3, 0.25]);
  const drop = await labels(CENSORED, { censored: "drop" });
  assertEquals([drop.samples, [...drop.values]], [["a", "c"], [1, 3]]);
  assertEquals(drop.dropped, [
    { sample: "b", reason: "its value is a bound, <5 (line 3, column Sb)" },
    { sample: "d", reason: "its value is a bound, <0,5 (line 5, column Sb)" },
  ]);
  for (const cell of [">9", "nd", "<LOD"]) {
    await assertRejects(
      () => labels(`sample,Sb\na,1\nb,${cell}\n`, { censored: "half" }),
      InputError,
      "expected numbers, or data.censored: drop, as half can be taken only",
    );
  }
});

Deno.test("openLabels takes bounds of a Parquet table as of a text", async () => {
  const bytes = encodeParquet({
    names: ["sample", "Sb"],
    columns: [["a", "b"], ["1.5", "<4"]],
    rows: 2,
  });
  assertEquals([...(await labels(bytes, { censored: "half" })).values], [
    1.5,
    2,
  ]);
  await assertRejects(
    () => labels(bytes),
    InputError,
    'b (row 2, column Sb: "<4")',
  );
});

const set = (...samples: string[]) => ({
  samples,
  replicates: 1,
  groups: null,
  wavelengths: Float64Array.of(400, 401),
  reflectance: Float64Array.from(samples.flatMap((_, i) => [i, i + 0.5])),
});
const values = (...samples: string[]) => ({
  samples,
  targets: ["Sb"],
  values: Float64Array.from(samples, (_, i) => 10 * i),
});

Deno.test("joinLabels refuses what only one side has, and names all of both", () => {
  assertThrows(
    () => joinLabels(set("a", "b", "x", "y"), values("a", "b", "z")),
    InputError,
    "Samples x, y have spectra but no rows in the labels; Sample z has a row " +
      "in the labels but no spectra; expected both for every sample, or " +
      "data.unmatched: drop",
  );
  const many = Array.from({ length: 25 }, (_, i) => `n${i}`);
  assertThrows(
    () => joinLabels(set("a", ...many), values("a")),
    InputError,
    "n19 and 5 more have spectra but no rows",
  );
});

Deno.test("joinLabels drops what only one side has, on request, and says so", () => {
  const { spectra, labels } = joinLabels(
    set("x", "b", "a"),
    values("a", "z", "b"),
    { unmatched: "drop" },
  );
  assertEquals(spectra.samples, ["a", "b"]);
  assertEquals(labels.samples, ["a", "b"]);
  assertEquals([...labels.values], [0, 20]);
  assertEquals([...spectra.reflectance], [2, 2.5, 1, 1.5]);
  assertEquals(spectra.dropped, [
    { sample: "x", reason: "it has no laboratory value" },
    { sample: "z", reason: "it has no spectrum" },
  ]);
  assertThrows(
    () => joinLabels(set("a"), values("b"), { unmatched: "drop" }),
    InputError,
    "No sample has both spectra and values: spectra are of a, values of b",
  );
});

const UNEVEN = "sample,400,401\na,0.1,0.2\na,0.3,0.4\nb,0.5,0.6\nc,0.1,0.1\n" +
  "c,0.2,0.3\nc,0.6,0.5\n";
const spectra = (options: ReadOptions = {}) =>
  inFile(UNEVEN, (path) => openSpectra(path, options));

Deno.test("openSpectra refuses uneven replicates, and names the samples", async () => {
  await assertRejects(
    () => spectra(),
    InputError,
    "one sample has 3 spectra, but a has 2 spectra (line 2), b has 1 spectrum " +
      "(line 4); expected the same number for all, or data.replicates: average",
  );
});

Deno.test("openSpectra averages uneven replicates, or keeps the first, on request", async () => {
  const average = await spectra({ replicates: "average" });
  assertEquals(average.replicates, 1);
  const wanted = [0.2, 0.3, 0.5, 0.6, 0.3, 0.3];
  average.reflectance.forEach((value, i) =>
    assert(Math.abs(value - wanted[i]) < 1e-12)
  );
  const first = await spectra({ replicates: "first" });
  assertEquals(first.replicates, 1);
  assertEquals([...first.reflectance], [0.1, 0.2, 0.5, 0.6, 0.1, 0.1]);
  const even = "sample,400,401\na,0.1,0.2\na,0.3,0.4\nb,0.5,0.6\nb,0.1,0.2\n";
  const kept = await inFile(
    even,
    (path) => openSpectra(path, { replicates: "average" }),
  );
  assertEquals(kept.replicates, 1, "the mean is taken of even ones, too");
  assertEquals([...kept.reflectance], [0.2, (0.2 + 0.4) / 2, 0.3, 0.4]);
});

Deno.test("openSpectra names every bad file of a folder, up to twenty", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const good = makeAsd({ spectrum: [10, 20, 30, 40] });
    for (let i = 0; i < 30; i++) {
      const bytes = i < 5 ? good : good.slice(0, 500);
      const name = `f${String(i).padStart(2, "0")}.asd`;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    const error = await assertRejects(() => openSpectra(folder), InputError);
    assert(error.message.includes("25 of 30 files cannot be read: "));
    for (const name of ["f05", "f24"]) assert(error.message.includes(name));
    assert(!error.message.includes("f25"));
    // What is wrong with all of them is said once.
    assert(error.message.includes(" and 5 more: is cut short after 500 bytes"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openSpectra takes files that count in their endings as samples of their own", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const ending of ["000", "001", "asd"]) {
      const spectrum = [10, 20, 30, 40];
      await Deno.writeFile(`${folder}/soil.${ending}`, makeAsd({ spectrum }));
    }
    const { samples } = await openSpectra(folder);
    assertEquals(samples, ["soil.000", "soil.001", "soil"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openSpectra says of a folder of folders what to give instead", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/north`);
    await Deno.mkdir(`${folder}/south`);
    await assertRejects(
      () => openSpectra(folder),
      InputError,
      `holds no file but the folders north, south; expected one of them, or a ` +
        `pattern such as "${folder}/**/*.asd"`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const jcamp = (change: (text: string) => string) =>
  inFile(
    change([
      "##TITLE=soil",
      "##JCAMP-DX=4.24",
      "##DATA TYPE=INFRARED SPECTRUM",
      "##XUNITS=NANOMETERS",
      "##YUNITS=REFLECTANCE",
      "##FIRSTX=400",
      "##LASTX=430",
      "##XFACTOR=1",
      "##YFACTOR=0.001",
      "##NPOINTS=4",
      "##FIRSTY=0.1",
      "##XYDATA=(X++(Y..Y))",
      "400 100 200 300 400",
      "##END=",
      "",
    ].join("\n")),
    (path) => openSpectra(path),
  );

Deno.test("openSpectra warns of a FIRSTY that the table contradicts, and refuses a table without YFACTOR", async () => {
  const sound = await jcamp((text) => text);
  assertEquals(sound.metadata![0].warnings, undefined);
  const wrong = await jcamp((text) => text.replace("FIRSTY=0.1", "FIRSTY=0.9"));
  assertEquals(wrong.reflectance, sound.reflectance);
  assertEquals(wrong.metadata![0].warnings, [
    "##FIRSTY= is 0.9 where the first ordinate times ##YFACTOR= is 0.1",
  ]);
  await assertRejects(
    () => jcamp((text) => text.replace("##YFACTOR=0.001\n", "")),
    InputError,
    "has no ##YFACTOR=",
  );
});

Deno.test("reproduce says in samples.csv and in its summary what was left out", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const config = await writeShape(folder, INPUT_SHAPES["a wide table"]);
    const path = `${folder}/labels.csv`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(
      path,
      text.replace("S2;17", "S2;<17").replace(/S9;.*\n/, "Q;4\n"),
    );
    const value = JSON.parse(await Deno.readTextFile(config));
    const run = `${folder}/run`;
    const args = ["--config", config, "--out", run, "--allow-dirty", "--quiet"];
    const exact = ["--backend", "exact", "--threads", "1"];
    const refused = await runTask("reproduce", ...args, ...exact);
    assertEquals(refused.code, 1);
    assert(refused.stderr.includes('S2 (line 3, column clay: "<17")'));
    value.data = { ...value.data, censored: "drop", unmatched: "drop" };
    await Deno.writeTextFile(config, JSON.stringify(value));
    const { code, stdout, stderr } = await runTask(
      "reproduce",
      ...args,
      ...exact,
    );
    assertEquals([code, stderr], [0, ""]);
    assert(
      stdout.includes(
        "left out: 3 samples (S2: its value is a bound, <17 (line 3, column " +
          "clay), S9: it has no laboratory value, Q: it has no spectrum)",
      ),
      stdout,
    );
    const samples = await Deno.readTextFile(`${run}/samples.csv`);
    assert(samples.startsWith("sample,group,part,clay,reason\n"));
    assert(samples.includes("\nS9,,dropped,,it has no laboratory value\n"));
    for (const more of [[], ["--rerun", "--threads", "1"]]) {
      const verified = await runTask("verify", run, "--quiet", ...more);
      assertEquals(verified.code, 0, verified.stdout);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
