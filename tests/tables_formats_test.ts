// NumPy's and Parquet's files; goldens by tests/reference/tables.py.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { encodeNpy, type NpyData } from "../lib/artifacts/npy.ts";
import { readNpy } from "../lib/artifacts/npy_read.ts";
import { encodeNpz } from "../lib/artifacts/npz.ts";
import { encodeParquet } from "../lib/artifacts/parquet.ts";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { bytesSource, readZipEntries } from "../lib/artifacts/zip_entries.ts";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { unzipSync } from "../lib/third_party/fflate.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";

const folder = fileURLToPath(new URL("goldens/tables/", import.meta.url));
const golden = JSON.parse(await Deno.readTextFile(`${folder}expected.json`));
const files = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
const types: [string, (number | string | boolean)[]][] = Object.entries(
  golden.types,
);

const full = files.filter((name) => /^(flat|cube|wide|lists)/.test(name));

Deno.test("openSpectra has goldens of every layout, type and packing", () => {
  assertEquals(full.length, 18);
});

for (const name of full) {
  Deno.test(`openSpectra and openLabels read ${name} as its writer has it`, async () => {
    const set = await openSpectra(folder + name);
    assertEquals(set, {
      taken: set.taken,
      samples: golden.samples,
      replicates: 2,
      groups: golden.groups,
      wavelengths: Float64Array.from(golden.wavelengths),
      reflectance: Float64Array.from(golden.reflectance),
      columns: [{
        name: "clay",
        values: golden.clay.map(String),
      }],
    });
    const labels = await openLabels(folder + name, ["clay"]);
    assertEquals(labels.samples, golden.samples);
    assertEquals(labels.values, Float64Array.from(golden.clay));
  });
}

Deno.test("openSpectra reads a folder of .npy files as the .npz of the same arrays", async () => {
  const archive = await Deno.readFile(`${folder}cube_fortran.npz`);
  const other = await Deno.makeTempDir();
  try {
    for (const [name, bytes] of Object.entries(unzipSync(archive))) {
      await Deno.writeFile(`${other}/${name}`, bytes);
    }
    const set = await openSpectra(other);
    assertEquals(set, await openSpectra(`${folder}cube_fortran.npz`));
    await Deno.remove(`${other}/reflectance.npy`);
    await assertRejects(() => openSpectra(other), InputError, other);
  } finally {
    await Deno.remove(other, { recursive: true });
  }
});

Deno.test("openSpectra takes the names that pandas gives its rows", async () => {
  const path = `${folder}index.parquet`;
  assertEquals((await openSpectra(path)).samples, golden.samples);
  const labels = await openLabels(path, ["clay"]);
  assertEquals(labels.samples, golden.samples);
});

const REFUSED: readonly (readonly [string, string])[] = [
  ["alone.npy", "is one array without wavelengths"],
  ["hole.npz", "row 3, column 351.5: is missing"],
  ["hole.parquet", "row 3, column 351.5: is missing"],
  ["no_spectra.parquet", "has no columns of wavelengths; expected two"],
  ["no_wavelengths.npz", "has reflectance.npy; expected the arrays"],
  ["objects.npz", "wavelengths.npy: holds Python objects"],
  ["wrong_shape.npz", "reflectance: has shape (4, 2); expected numbers of"],
];

for (const [name, says] of REFUSED) {
  Deno.test(`openSpectra refuses ${name}: ${says}`, async () => {
    await assertRejects(() => openSpectra(folder + name), InputError, says);
  });
}

Deno.test("openLabels names a column that a Parquet file or archive lacks", async () => {
  await assertRejects(
    () => openLabels(`${folder}wide_zstd.parquet`, ["silt"]),
    InputError,
    'has no column "silt"',
  );
  await assertRejects(
    () => openLabels(`${folder}cube.npz`, ["silt"]),
    InputError,
    'has no array "silt"',
  );
});

const entries = await readZipEntries(
  bytesSource(await Deno.readFile(`${folder}types.npz`)),
  "types.npz",
);

Deno.test("readNpy reads every type and order of NumPy", async () => {
  assertEquals(entries.map(({ name }) => name), types.map(([n]) => `${n}.npy`));
  for (const [at, [name, expected]] of types.entries()) {
    const entry = entries[at];
    const { data, shape } = await readNpy(entry.pieces(), entry.size, name);
    const found = [...data];
    assertEquals(found, expected.map((v) => typeof v === "boolean" ? +v : v));
    const size = shape.reduce((product, axis) => product * axis, 1);
    assertEquals(size, expected.length, name);
  }
});

Deno.test("readNpy reads pieces of any length as it reads the whole", async () => {
  for (const [at, [name, expected]] of types.entries()) {
    const entry = entries[at];
    const whole = (await Array.fromAsync(entry.pieces()))[0];
    const bytewise = ReadableStream.from(
      Array.from(whole, (byte) => Uint8Array.of(byte)),
    );
    const { data } = await readNpy(bytewise, entry.size, name);
    assertEquals(data.length, expected.length);
    assertEquals(
      [...data],
      expected.map((value) => typeof value === "boolean" ? +value : value),
    );
  }
});

Deno.test("encodeNpy writes whole numbers and texts with NumPy's bytes", async () => {
  const values = (name: string) => golden.types[name];
  const written: readonly [string, NpyData, number[]][] = [
    ["t_li4", Int32Array.from(values("t_li4")), [2, 3]],
    ["t_li8", BigInt64Array.from(values("t_li8").map(BigInt)), [2, 3]],
    ["t_lf4", Float32Array.from(values("t_lf4")), [2, 3]],
    ["t_U", values("t_U"), [3]],
  ];
  for (const [name, data, shape] of written) {
    const entry = entries.find((other) => other.name === `${name}.npy`)!;
    const [expected] = await Array.fromAsync(entry.pieces());
    assertEquals(encodeNpy(data, shape), expected.slice(), name);
  }
});

Deno.test("readZipEntries refuses every cut and every changed byte of stored numbers", async () => {
  const bytes = encodeNpz({
    a: { data: Float64Array.of(1, 2, 3), shape: [3] },
  });
  const readAll = async (data: Uint8Array<ArrayBuffer>) => {
    for (
      const { pieces, size } of await readZipEntries(bytesSource(data), "x")
    ) {
      await readNpy(pieces(), size, "x");
    }
  };
  await readAll(bytes);
  for (let length = 0; length < bytes.length; length++) {
    await assertRejects(() => readAll(bytes.slice(0, length)), InputError);
  }
  const start = bytes.indexOf(0x93);
  for (let at = start; at < start + 128 + 24; at++) {
    const changed = bytes.slice();
    changed[at] ^= 1;
    await assertRejects(() => readAll(changed), InputError, "x:");
  }
});

Deno.test("encodeNpz gives arrays that openSpectra reads, and the same bytes again", async () => {
  const arrays = {
    wavelengths: { data: Float64Array.of(350, 351), shape: [2] },
    reflectance: { data: Float32Array.of(0.5, 0.25, 1, 2), shape: [2, 1, 2] },
    samples: { data: ["A", "Bé😀"], shape: [2] },
  };
  const bytes = encodeNpz(arrays);
  assertEquals(encodeNpz(arrays), bytes);
  // Fixed: neither clock nor time zone is in it.
  assertEquals(sha256(bytes).slice(0, 16), "512fab9894bb8872");
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const set = await openSpectra(path);
    assertEquals(set.samples, ["A", "Bé😀"]);
    assertEquals([...set.reflectance], [0.5, 0.25, 1, 2]);
  } finally {
    await Deno.remove(path);
  }
  assertThrows(
    () => encodeNpz({ a: { data: new Float64Array(3), shape: [2] } }),
    RangeError,
    "holds 2 values, must hold 3",
  );
});

Deno.test("encodeParquet gives a table that openSpectra and openLabels read, and the same bytes again", async () => {
  const table = {
    names: ["sample", "group", "clay", "350", "351.5"],
    columns: [
      ["A", "Bé😀"],
      ["n", "n"],
      Float64Array.of(0.1, NaN),
      Float64Array.of(1 / 3, 2),
      Float64Array.of(1e-300, -0.5),
    ],
    rows: 2,
  };
  const bytes = encodeParquet(table);
  assertEquals(encodeParquet(table), bytes);
  assertEquals(sha256(bytes).slice(0, 16), "1455e6462e1a2bc5");
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, bytes);
    const set = await openSpectra(path);
    assertEquals(set.samples, ["A", "Bé😀"]);
    assertEquals(set.groups, ["n", "n"]);
    assertEquals([...set.reflectance], [1 / 3, 1e-300, 2, -0.5]);
    await assertRejects(
      () => openLabels(path, ["clay"]),
      InputError,
      "row 2, column clay: is missing",
    );
  } finally {
    await Deno.remove(path);
  }
});
