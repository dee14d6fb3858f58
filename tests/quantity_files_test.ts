// Absorbance in files of instruments: reflectance unless it is asked for, or a
// run that predicts was trained on it; then as the file has it, bit for bit.
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { openBackend } from "../lib/backend/open.ts";
import { InputError } from "../lib/errors.ts";
import { runPipeline } from "../lib/pipeline.ts";
import { predictSpectra } from "../lib/pipeline/predict.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { quantityOf, takenText } from "../lib/spectra/taken/taken.ts";
import { grid, soilCurve } from "./support/soil_curves.ts";
import { tinyConfig } from "./support/tiny_run.ts";

const NM = grid(350, 2500, 5);
const NAMES = Array.from({ length: 12 }, (_, row) => `S${row + 10}`);
const absorbance = (value: number) => Number((-Math.log10(value)).toFixed(6));

/** Absorbance of a sample, as decimal numbers. */
function valuesOf(row: number): number[] {
  const soil = { water: 0.1 + row / 60, blue: 0.08 + row / 200 };
  return Array.from(NM, (nm) => absorbance(soilCurve(nm, soil)));
}

function table(value = (a: number) => a, suffix = ""): string {
  return [
    ["sample", "clay", ...Array.from(NM, (nm) => `${nm}${suffix}`)],
    ...NAMES.map((name, row) => [name, 2 * row, ...valuesOf(row).map(value)]),
  ].map((cells) => cells.join()).join("\n") + "\n";
}

function jcamp(values: readonly number[], yUnits = "ABSORBANCE"): string {
  return [
    "##TITLE=soil",
    "##JCAMP-DX=4.24",
    "##DATA TYPE=INFRARED SPECTRUM",
    "##XUNITS=NANOMETERS",
    `##YUNITS=${yUnits}`,
    "##XFACTOR=1",
    "##YFACTOR=1",
    `##FIRSTX=${NM[0]}`,
    `##LASTX=${NM.at(-1)}`,
    `##NPOINTS=${NM.length}`,
    "##XYPOINTS=(XY..XY)",
    ...values.map((value, i) => `${NM[i]}, ${value}`),
    "##END=",
    "",
  ].join("\n");
}

/** A folder with the same spectra as a table and as files of an instrument. */
async function withFiles(
  use: (paths: { folder: string; csv: string; jdx: string }) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  const [csv, jdx] = [`${folder}/soils.csv`, `${folder}/jdx`];
  try {
    await Deno.writeTextFile(csv, table());
    await Deno.mkdir(jdx);
    for (const [row, name] of NAMES.entries()) {
      await Deno.writeTextFile(`${jdx}/${name}.jdx`, jcamp(valuesOf(row)));
    }
    await use({ folder, csv, jdx });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Trains on one of the paths, then predicts others. */
async function withRun(
  data: Record<string, unknown>,
  folder: string,
  use: (
    predict: (path: string, read?: ReadOptions) => Promise<string>,
    noted: string[],
  ) => Promise<void>,
) {
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    const made = await runPipeline(
      tinyConfig({ data: { source: "files", ...data }, targets: ["clay"] }),
      { backend },
    );
    await writeRun(`${folder}/run`, made, { started: "now" });
    const noted: string[] = [];
    await use(async (path, read) => {
      const bytes = await predictSpectra({ run: `${folder}/run` }, path, {
        backend,
        read,
        note: (line) => noted.push(line),
      });
      return new TextDecoder().decode(bytes);
    }, noted);
  } finally {
    await backend.close();
  }
}

Deno.test("predictSpectra gives a run on a table of absorbance the absorbance of instruments' files as it is", () =>
  withFiles(async ({ folder, csv, jdx }) => {
    const data = { spectra: csv, labels: csv, quantity: "absorbance" };
    await withRun(data, folder, async (predict, noted) => {
      assertEquals(await predict(jdx), await predict(csv));
      assertEquals(noted.filter((line) => line.startsWith("taken as")), [
        "taken as: absorbance, log10(1/R) (as the file says), nm (as the file " +
        "says)",
        "taken as: absorbance, log10(1/R) (as the run's config says), nm " +
        "(assumed)",
      ]);
      // Asked for as reflectance it is that, and no longer fits.
      await assertRejects(
        () => predict(jdx, { quantity: "reflectance" }),
        InputError,
        `jdx: is reflectance, and ${folder}/run was trained on absorbance`,
      );
      await Deno.writeTextFile(
        `${jdx}/${NAMES[3]}.jdx`,
        jcamp(valuesOf(3).map((a) => 10 ** -a), "REFLECTANCE"),
      );
      await assertRejects(
        () => predict(jdx),
        InputError,
        `jdx: is reflectance, and ${folder}/run was trained on absorbance`,
      );
      await assertRejects(
        () => predict(jdx, { quantity: "absorbance" }),
        InputError,
        "jdx: S10.jdx holds absorbance and S13.jdx none (reflectance); " +
          "expected it in all files, as data.quantity (--quantity) says, or",
      );
    });
  }));

Deno.test("predictSpectra knows a run on absorbance by its table's headings, too", () =>
  withFiles(async ({ folder, csv, jdx }) => {
    await Deno.writeTextFile(csv, table(undefined, "_abs"));
    await withRun({ spectra: csv, labels: csv }, folder, async (predict) => {
      assertEquals(await predict(jdx), await predict(csv));
    });
  }));

Deno.test("predictSpectra gives a run on reflectance what instruments' absorbance is, and says so", () =>
  withFiles(async ({ folder, csv, jdx }) => {
    await Deno.writeTextFile(csv, table((a) => 10 ** -a));
    await withRun(
      { spectra: csv, labels: csv },
      folder,
      async (predict, noted) => {
        assertEquals(await predict(jdx), await predict(csv));
        assertEquals(
          noted[0],
          "taken as: reflectance, made of absorbance A as 10^-A (as the file " +
            "says), nm (as the file says)",
        );
      },
    );
  }));

Deno.test("runPipeline trains on the absorbance of instruments' files as on that of a table, if asked", () =>
  withFiles(async ({ folder, csv, jdx }) => {
    const train = async (spectra: string) => {
      const data = { spectra, labels: csv, quantity: "absorbance" };
      let predicted = "";
      await withRun(data, folder, async (predict) => {
        predicted = await predict(csv);
      });
      return predicted;
    };
    assertEquals(await train(jdx), await train(csv));
  }));

Deno.test("openSpectra takes absorbance in part of the files for reflectance in all, and says so", () =>
  withFiles(async ({ jdx }) => {
    const path = `${jdx}/S10.jdx`;
    const reflectance = valuesOf(0).map((a) => 10 ** -a);
    await Deno.writeTextFile(path, jcamp(reflectance, "REFLECTANCE"));
    const set = await openSpectra(jdx);
    assertStringIncludes(
      takenText(set.taken!),
      "reflectance, in some files made of absorbance A as 10^-A (as the",
    );
    assertEquals([...set.reflectance.subarray(0, NM.length)], reflectance);
    // No absorbance is made of reflectance.
    await assertRejects(
      () => openSpectra(path, { quantity: "absorbance" }),
      InputError,
      "says that its values are reflectance; expected data.quantity",
    );
  }));

const GOLDENS = fileURLToPath(
  new URL("./goldens/instruments/", import.meta.url),
);

for (
  const [name, quantity] of [
    ["opus_absorbance.0", /^absorbance/],
    ["opus_processed.1", /^absorbance, as processed in OPUS$/],
    ["spa_absorbance.spa", /^absorbance$/],
    ["spa_log.spa", /^log\(1\/R\)$/],
    ["spc_log.spc", /./],
  ] as const
) {
  Deno.test(`openSpectra gives the absorbance of ${name} where it is asked for`, async () => {
    const path = `${GOLDENS}${name}`;
    const plain = await openSpectra(path);
    assertEquals(quantityOf(plain), "reflectance");
    const set = await openSpectra(path, { quantity: "absorbance" });
    assertEquals(quantityOf(set), "absorbance");
    assertMatch(set.metadata![0].quantity, quantity);
    assertEquals(set.wavelengths, plain.wavelengths);
    assertEquals(set.reflectance.map((a) => 10 ** -a), plain.reflectance);
    assert(set.reflectance.some((a, i) => a !== plain.reflectance[i]));
  });
}
