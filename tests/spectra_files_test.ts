// Paths, folders and bytes that are not as they should be.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readLabels } from "../lib/spectra/tables/csv_labels.ts";
import { openSpectra } from "../lib/spectra/open.ts";

const TABLE = "wavelength,r1,r2\n350,1,2\n351,3,4\n";
const encoder = new TextEncoder();

/** Sizes of pieces, among them ones that cut a character in two. */
const PIECES = Array.from({ length: 60 }, (_, i) => i + 1);

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refused(what: () => Promise<unknown>, part: string) {
  const error = await assertRejects(what, InputError, part);
  assert(!error.message.includes("\n"), error.message);
}

Deno.test("openSpectra and readLabels name the line that is not UTF-8, whatever the pieces", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/f.csv`;
    for (const fault of [[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xed, 0xa0]]) {
      for (
        const [before, after, line] of [[5, ",1,2\nb,1,2\n", 7], [0, "", 2]]
      ) {
        await Deno.writeFile(
          path,
          new Uint8Array([
            ...encoder.encode(
              "sample,1,2\n" + "ü€😀,1,2\n".repeat(Number(before)),
            ),
            ...fault,
            ...encoder.encode(String(after)),
          ]),
        );
        for (const chunkBytes of [...PIECES, 1 << 20]) {
          const sentence = `line ${line}: holds bytes that are not UTF-8`;
          const spectra = () => openSpectra(path, { chunkBytes });
          await refused(spectra, sentence);
        }
      }
    }
    await Deno.writeFile(path, encoder.encode("sample;x\nM\u00fcll;1\n"));
    assertEquals((await readLabels(path, ["x"])).samples, ["Müll"]);
    const latin1 = [...encoder.encode("sample;x\na;1\nM"), 0xfc, 0x3b, 0x31];
    await Deno.writeFile(path, new Uint8Array(latin1));
    await refused(() => readLabels(path, ["x"]), "line 3: holds bytes");
    await Deno.writeFile(path, new Uint8Array([0xff, 0xfe, 0x73, 0, 0x61, 0]));
    await refused(() => openSpectra(path), "line 1: holds bytes");
    await Deno.writeFile(path, new Uint8Array([0x41, 0x53, 0x44, 0, 1, 2]));
    await refused(() => openSpectra(path), "is of no known format");
  });
});

Deno.test("openSpectra and readLabels say what is wrong with a path", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/f.csv`, "sample,1,2\na,1,2\n");
    for (const path of [`${folder}/none.csv`, `${folder}/f.csv/below`]) {
      const sentence = `${path}: there is no such file or folder`;
      await refused(() => openSpectra(path), sentence);
      await refused(() => readLabels(path, ["x"]), sentence);
    }
    await refused(() => readLabels(folder, ["x"]), "is a folder");
    await refused(() => openSpectra(folder + "/"), 'begins with "sample"');
    await Deno.remove(`${folder}/f.csv`);
    await refused(() => openSpectra(folder), "holds no .csv or .txt file");
  });
});

Deno.test({
  name: "openSpectra refuses a device (needs /dev/null)",
  ignore: Deno.build.os === "windows",
  fn: () => refused(() => openSpectra("/dev/null"), "neither a file nor a"),
});

Deno.test("openSpectra finds the header below blank lines, and says where a row is separated otherwise", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/f.csv`;
    const write = (text: string) => Deno.writeTextFile(path, text);
    await write("\n\r\nsample;1;2\na;3;4\n");
    assertEquals([...(await openSpectra(path)).reflectance], [3, 4]);
    await write("\nsample,1,2\na;3;4\n");
    await refused(
      () => openSpectra(path),
      "line 3: has 1 cell; expected 3, as in the header; it is separated by " +
        "semicolons and the header by commas",
    );
    await write('sample,1,2\n"a\nb\nc",3,4\n"d",5,x\n"e,6,7\n');
    await refused(() => openSpectra(path), 'line 5, column 2: is "x"');
    await write('sample,1,2\n"a\nb\nc",3,4\n"d",5,6\ne"x"y,6,7\n');
    await refused(() => openSpectra(path), "line 6: a quote stands");
    await write("sample,1,2\ra,3,4\r");
    await refused(() => openSpectra(path), "lines end in CR alone");
    await write(TABLE);
    assertEquals((await openSpectra(path)).samples, ["r1", "r2"]);
    await write('sample,1,2\n"a,3,4\nb,1,2\n');
    await refused(() => openSpectra(path), "line 2: a quote stands where none");
  });
});

Deno.test("openSpectra reports progress in bytes, up to all of them", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv`, TABLE);
    await Deno.writeTextFile(`${folder}/b.csv`, TABLE + "\n");
    const seen: number[][] = [];
    const onProgress = (...pair: number[]) => void seen.push(pair);
    await openSpectra(folder, { onProgress });
    const size = TABLE.length;
    assertEquals(seen, [[size, 2 * size + 1], [2 * size + 1, 2 * size + 1]]);
    seen.length = 0;
    await Deno.writeTextFile(`${folder}/wide.csv`, "sample,1,2\na,1,2\n");
    await openSpectra(`${folder}/wide.csv`, { onProgress, chunkBytes: 9 });
    assertEquals(seen, [[9, 17], [17, 17]]);
  });
});

Deno.test("openSpectra orders tables by sample, leaves other files alone, and follows links", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/t`);
    for (const name of ["a-1.csv", "a.csv", ".hidden.csv", "notes.txt"]) {
      await Deno.writeTextFile(`${folder}/t/${name}`, TABLE);
    }
    assertEquals((await openSpectra(`${folder}/t`)).samples, ["a", "a-1"]);
    if (Deno.build.os === "windows") return; // links need a privilege there
    await Deno.writeTextFile(`${folder}/elsewhere`, TABLE);
    await Deno.symlink(`${folder}/elsewhere`, `${folder}/t/b.csv`);
    assertEquals((await openSpectra(`${folder}/t`)).samples.at(-1), "b");
  });
});

/** What is wrong with a folder, its files, and a part of the sentence. */
const BAD_TABLES: [string, Record<string, string>, string][] = [
  [
    "a replicate column twice",
    { "a.csv": TABLE.replace("r2", "r1") },
    'column "r1" stands twice, as column 2 and 3',
  ],
  [
    "a wavelength below 0",
    { "a.csv": TABLE.replace("350", "-350") },
    "line 2: wavelength is -350; expected one above 0",
  ],
  [
    "wavelengths up and down",
    { "a.csv": TABLE + "349,5,6\n352,7,8\n" },
    "line 4: wavelength 349 follows 351",
  ],
  [
    "a wavelength missing",
    { "a.csv": TABLE + "352,5,6\n", "b.csv": TABLE },
    "b.csv, line 4: wavelength is missing where a.csv has 352",
  ],
  [
    "a wavelength too many, below a blank line",
    { "a.csv": TABLE, "b.csv": TABLE + "\n352,5,6\n" },
    "b.csv, line 5: wavelength 352 where a.csv has none",
  ],
  [
    "an export of many samples among them",
    { "export.csv": "Wavelength,S1.asd,S2.asd\n350,1,2\n351,3,4\n" },
    "its columns are called S1.asd and so on, as files of several samples",
  ],
  ["blanks around a name", { "a .csv": TABLE }, "has blanks around it"],
  ["a short row", { "a.csv": TABLE + "352,1\n" }, "line 4: has 2 cells"],
  [
    "one wavelength",
    { "a.csv": "wavelength,r1\n350,1\n" },
    "has 1 wavelength;",
  ],
];

for (const [what, files, part] of BAD_TABLES) {
  Deno.test(`openSpectra refuses tables with ${what}`, async () => {
    await inFolder(async (folder) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      await refused(() => openSpectra(folder), part);
    });
  });
}

Deno.test("openSpectra takes a sample's exported files for its replicates, and .txt where no .csv is", async () => {
  await inFolder(async (folder) => {
    for (const name of ["RS2", "RS1"]) {
      await Deno.writeTextFile(
        `${folder}/${name}.txt`,
        `Wavelength\t${name}_1.asd\t${name}_2.asd\n351\t1\t2\n350\t3\t4\n`,
      );
    }
    const set = await openSpectra(folder);
    assertEquals([set.samples, set.replicates], [["RS1", "RS2"], 2]);
    assertEquals([...set.wavelengths], [350, 351]);
    assertEquals([...set.reflectance], [3, 1, 4, 2, 3, 1, 4, 2]);
  });
});

Deno.test("openSpectra refuses two tables of one sample", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.csv`, TABLE);
    await Deno.writeTextFile(`${folder}/a.CSV`, TABLE);
    // A file system that ignores case holds one file here.
    const names = [...Deno.readDirSync(folder)];
    if (names.length === 1) return;
    await refused(() => openSpectra(folder), "which are both sample a");
  });
});
