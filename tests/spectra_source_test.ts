// Where files of an instrument come from: patterns, tables, folders below; what
// is read, what is hashed, and what a task may read for it.
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { loadData } from "../lib/pipeline/data.ts";
import { undeclaredUses } from "../lib/provenance/audit.ts";
import {
  expandGlob,
  isGlob,
  matchFiles,
  splitGlob,
} from "../lib/spectra/files/glob.ts";
import { sourceFiles } from "../lib/spectra/files/source.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { isThere } from "../lib/formats/shared/open_file.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { makeAsd } from "./support/asd_file.ts";
import { tinyConfig } from "./support/tiny_run.ts";

type Files = Record<string, Uint8Array | string>;

/** JCAMP-DX with two spectra on one grid. */
const TWO = "##TITLE=both\n##JCAMP-DX=4.24\n##DATA TYPE=LINK\n##BLOCKS=2\n" +
  [0.1, 0.2].map((value) =>
    "##TITLE=one\n##JCAMP-DX=4.24\n##DATA TYPE=INFRARED SPECTRUM\n" +
    "##XUNITS=NANOMETERS\n##YUNITS=REFLECTANCE\n##XFACTOR=1\n##YFACTOR=0.001\n" +
    "##FIRSTX=350\n##LASTX=352\n##NPOINTS=3\n##DELTAX=1\n" +
    `##FIRSTY=${value}\n##XYDATA=(X++(Y..Y))\n350 ${value * 1000} ` +
    `${value * 1000 + 1} ${value * 1000 + 2}\n##END=\n`
  ).join("") + "##END=\n";

async function inFolder(
  files: Files,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), {
        recursive: true,
      });
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const file = (value: number) =>
  makeAsd({ spectrum: [value, value, value], type: 1, white: null });

/** The first value of each spectrum. */
async function firsts(path: string) {
  const { samples, replicates, reflectance, wavelengths } = await openSpectra(
    path,
  );
  const bands = wavelengths.length;
  return {
    samples,
    replicates,
    values: Array.from(
      { length: reflectance.length / bands },
      (_, i) => reflectance[i * bands],
    ),
  };
}

Deno.test("splitGlob gives what stands before the first wildcard", () => {
  const folders = ["a/b/*.asd", "*.asd", "./x?.asd", "/[ab]/c", "a/**/b*"];
  assertEquals(folders.map((path) => splitGlob(path).folder), [
    "a/b",
    ".",
    ".",
    "/",
    "a",
  ]);
  assertEquals(splitGlob("a/**/b*").inside, "**/b*");
  assertEquals(["a/b.asd", "a/b?.asd"].map(isGlob), [false, true]);
});

Deno.test("matchFiles sorts, leaves hidden files out, and goes as deep as the pattern", () =>
  inFolder({
    "b.asd": "",
    "a.asd": "",
    ".c.asd": "",
    "x/a.asd": "",
    "x/y/a.asd": "",
    "a.csv": "",
  }, async (folder) => {
    assertEquals(await matchFiles(folder, "*.asd"), ["a.asd", "b.asd"]);
    assertEquals(await matchFiles(folder, "*/*.asd"), ["x/a.asd"]);
    assertEquals(await matchFiles(folder, "**/a.{asd,csv}"), [
      "a.asd",
      "a.csv",
      "x/a.asd",
      "x/y/a.asd",
    ]);
    await assertRejects(
      () => expandGlob(`${folder}/*.sed`),
      InputError,
      "no file matches this pattern",
    );
  }));

Deno.test("openSpectra reads the files of a pattern, each a sample", () =>
  inFolder({
    "x/b.asd": file(0.2),
    "x/a.asd": file(0.1),
    "x/other.asd": file(0.9),
    "notes.txt": "",
  }, async (folder) => {
    assertEquals(await firsts(`${folder}/*/[ab].asd`), {
      samples: ["a", "b"],
      replicates: 1,
      values: [0.1, 0.2],
    });
  }));

Deno.test("openSpectra takes a name with brackets for what it is where it is there", () =>
  inFolder({ "[old]/a.asd": file(0.3) }, async (folder) => {
    assertEquals((await firsts(`${folder}/[old]/a.asd`)).values, [0.3]);
    assertEquals((await firsts(`${folder}/[old]`)).samples, ["a"]);
  }));

Deno.test("openSpectra takes a table's name with brackets for the file of that name", () =>
  inFolder({
    "t.csv": "file,sample\nS[1].asd,A\nS1.asd,B\n",
    "S[1].asd": file(0.3),
    "S1.asd": file(0.4),
  }, async (folder) => {
    assertEquals((await firsts(`${folder}/t.csv`)).values, [0.3, 0.4]);
  }));

Deno.test({
  name: "isThere says that it may not look, and not that nothing is there",
  permissions: { read: false },
  fn: () =>
    assertRejects(() => isThere("files.csv"), InputError, "may not be read")
      .then(() => {}),
});

const TABLE = "file;sample;group\nnorth/S1_*.asd;S1;north\n" +
  "S2_0.asd;S2;south\nS2_1.asd;S2;south\n";
const FILES: Files = {
  "north/S1_b.asd": file(0.2),
  "north/S1_a.asd": file(0.1),
  "S2_0.asd": file(0.3),
  "S2_1.asd": file(0.4),
};

Deno.test("openSpectra follows a table of any name, with folders below it and patterns in it", () =>
  inFolder({ "which.csv": TABLE, ...FILES }, async (folder) => {
    const set = await openSpectra(`${folder}/which.csv`);
    assertEquals([set.samples, set.groups], [["S1", "S2"], ["north", "south"]]);
    assertEquals(await firsts(`${folder}/which.csv`), {
      samples: ["S1", "S2"],
      replicates: 2,
      values: [0.1, 0.2, 0.3, 0.4],
    });
    assertEquals(
      set.metadata?.map(({ file }) => file),
      ["S1_a.asd", "S1_b.asd", "S2_0.asd", "S2_1.asd"],
    );
  }));

Deno.test("openSpectra takes replicates by name, the same order for every sample", () =>
  inFolder({
    ...FILES,
    "files.csv": "file,sample,replicate\nnorth/S1_b.asd,S1,second\n" +
      "north/S1_a.asd,S1,first\nS2_0.asd,S2,first\nS2_1.asd,S2,second\n",
  }, async (folder) => {
    const { values } = await firsts(folder);
    assertEquals(values, [0.2, 0.1, 0.4, 0.3]);
  }));

Deno.test("openSpectra reads only what a pattern fits of a table's files", () =>
  inFolder({ "files.csv": TABLE, ...FILES }, async (folder) => {
    const path = `${folder}/**/*.asd`;
    assertEquals((await firsts(path)).samples, ["S1", "S2"]);
    assertEquals((await firsts(`${folder}/north/*.asd`)).samples, [
      "S1_a",
      "S1_b",
    ]);
    await Deno.writeFile(`${folder}/stray.asd`, file(0.5));
    await assertRejects(
      () => openSpectra(path),
      InputError,
      `does not name stray.asd, which the pattern ${path} fits`,
    );
  }));

Deno.test("openSpectra makes each spectrum of a file a sample, or takes the one that the table says", () =>
  inFolder({
    "two.jdx": TWO,
    "which.csv": "file,sample,spectrum\ntwo.jdx,A,2\ntwo.jdx,B,1\n",
    "lost.csv": "file,sample,spectrum\ntwo.jdx,A,3\n",
    "open.csv": "file,sample\ntwo.jdx,A\n",
  }, async (folder) => {
    for (const path of [`${folder}/two.jdx`, `${folder}/*.jdx`]) {
      assertEquals(await firsts(path), {
        samples: ["two-1", "two-2"],
        replicates: 1,
        values: [0.1, 0.2],
      });
    }
    assertEquals((await firsts(`${folder}/which.csv`)).values, [0.2, 0.1]);
    for (
      const [name, says] of [
        ["lost", "line 2, column spectrum: is 3; expected at most 2"],
        ["open", "line 2: two.jdx holds 2 spectra; expected a column spectrum"],
      ]
    ) {
      await assertRejects(
        () => openSpectra(`${folder}/${name}.csv`),
        InputError,
        says,
      );
    }
  }));

/** One of TWO's spectra in micrometres. */
const micrometres = (first: number) =>
  TWO.split("##TITLE=one")[1].replace("NANOMETERS", "MICROMETERS")
    .replace("=350", `=${first}`).replace("=352", `=${first + 0.002}`)
    .replace("DELTAX=1", "DELTAX=0.001").replace("\n350 ", `\n${first} `)
    .replace(/^/, "##TITLE=one");

Deno.test("openSpectra takes grids for one that differ by the rounding of a unit alone", () =>
  inFolder({
    "a.asd": makeAsd({
      spectrum: [0.3, 0.3, 0.3],
      type: 1,
      white: null,
      start: 1000,
    }),
    "b.jdx": micrometres(1), // whose second band is 1000.9999999999999 nm
    "c.jdx": micrometres(1.0000001),
  }, async (folder) => {
    const { wavelengths, samples } = await openSpectra(`${folder}/[ab].*`);
    assertEquals([samples, ...wavelengths], [["a", "b"], 1000, 1001, 1002]);
    await assertRejects(
      () => openSpectra(folder),
      InputError,
      "differ in their wavelengths, first in band 1, 1000 and 1000.0001",
    );
  }));

const BAD_TABLES: [what: string, table: string, says: string][] = [
  ["a pattern that nothing fits", "x*.asd,A", 'line 2, column file: is "x*'],
  ["an absolute path", "/a.asd,A", "expected a file in the table's folder"],
  ["a path on a drive", "C:\\a.asd,A", "expected a file in the table's folder"],
  ["a folder above", "x/../../a.asd,A", "in the table's folder or below it"],
  ["a sample without name", "S2_0.asd,", "line 2, column sample: is blank"],
  ["a file by two patterns", "S2_0.asd,A\nS2_*.asd,B", "stands twice, first"],
];
for (const [what, rows, says] of BAD_TABLES) {
  Deno.test(`openSpectra refuses a table with ${what}`, () =>
    inFolder(
      { "t.csv": `file,sample\n${rows}\n`, ...FILES },
      async (folder) => {
        const path = `${folder}/t.csv`;
        await assertRejects(() => openSpectra(path), InputError, says);
      },
    ));
}

Deno.test("openSpectra refuses one pattern for several files of a named replicate", () =>
  inFolder({
    "t.csv": "file,sample,replicate\nS2_*.asd,A,1\n",
    ...FILES,
  }, async (folder) => {
    await assertRejects(
      () => openSpectra(`${folder}/t.csv`),
      InputError,
      "expected one file for a replicate, 2 fit",
    );
  }));

Deno.test("sourceFiles names every file that reading opens, and audit and permissions let them be read", () =>
  inFolder({ "files.csv": TABLE, ".hidden": "", ...FILES }, async (folder) => {
    const all = ["S2_0.asd", "S2_1.asd", "files.csv"]
      .concat("north/S1_a.asd", "north/S1_b.asd")
      .map((name) => `${folder}/${name}`);
    for (const path of [folder, `${folder}/files.csv`, `${folder}/**/*.asd`]) {
      const files = await sourceFiles(path);
      assertEquals(files, all);
      const inputs = files.map((path) => (
        { role: "spectra", path, sha256: "", bytes: 0 }
      ));
      const log = [...files, folder, `${folder}/north`, `${folder}/.hidden`]
        .map((value) => JSON.stringify({ v: 1, permission: "read", value }));
      const scope = {
        manifest: { inputs },
        folder: "artifacts/a",
        config: "c.json",
        root: "/checkout",
      };
      assertEquals(undeclaredUses(log.join("\n"), scope), [
        `reads ${folder}/.hidden`,
      ]);
      const [, reads] = permissionFlags("spectra", [path]);
      assertStringIncludes(`${reads},`, `${folder},`);
    }
  }));

Deno.test("openSpectra takes one file as one sample, whatever its name", () =>
  inFolder({ "RS001.xyz": makeAsd() }, async (folder) => {
    const set = await openSpectra(`${folder}/RS001.xyz`);
    assertEquals([set.samples, set.replicates], [["RS001"], 1]);
    assertEquals(set.metadata?.[0].file, "RS001.xyz");
  }));

Deno.test("openSpectra takes a folder of files, each a sample", () =>
  inFolder({
    "b.asd": makeAsd({ spectrum: [1, 2, 3, 4] }),
    "a.asd": makeAsd(),
    "notes.txt": "not a spectrum",
  }, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals(set.samples, ["a", "b"]);
    assertEquals([...set.reflectance.subarray(4)], [0.01, 0.02, 0.05, 0.05]);
  }));

const REPLICATES = "file,sample,replicate,group\n" +
  "x2.asd,S1,2,north\nx1.asd,S1,1,north\ny1.asd,S2,1,south\ny2.asd,S2,2,south\n";

Deno.test("openSpectra follows files.csv: samples, replicates, groups", () =>
  inFolder({
    "files.csv": REPLICATES,
    "x1.asd": makeAsd({ spectrum: [1, 1, 1, 1] }),
    "x2.asd": makeAsd({ spectrum: [2, 2, 2, 2] }),
    "y1.asd": makeAsd({ spectrum: [3, 3, 3, 3] }),
    "y2.asd": makeAsd({ spectrum: [4, 4, 4, 4] }),
    "unused.asd": makeAsd(),
  }, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals([set.samples, set.groups], [["S1", "S2"], ["north", "south"]]);
    assertEquals(set.replicates, 2);
    const first = [0, 1, 2, 3].map((i) => set.reflectance[4 * i]);
    assertEquals(first, [0.01, 0.02, 0.03, 0.04]);
    assertEquals(
      set.metadata?.map(({ file }) => file),
      ["x1.asd", "x2.asd", "y1.asd", "y2.asd"],
    );
  }));

Deno.test("loadData hashes every file of a folder of spectra", () =>
  inFolder({
    "a.asd": makeAsd(),
    "b.asd": makeAsd(),
    ".hidden": "x",
  }, (folder) =>
    inFolder({ "labels.csv": "sample,Sb_ppm\na,1\nb,2\n" }, async (other) => {
      const { inputs, spectra } = await loadData(tinyConfig({
        data: {
          source: "files",
          dataset: null,
          spectra: folder,
          labels: `${other}/labels.csv`,
        },
      }));
      assertEquals(spectra.samples, ["a", "b"]);
      assertEquals(inputs.map(({ role, path }) => [role, path]), [
        ["spectra", `${folder}/a.asd`],
        ["spectra", `${folder}/b.asd`],
        ["labels", `${other}/labels.csv`],
      ]);
    })));

const BAD_FOLDERS: [
  what: string,
  files: Record<string, Uint8Array | string>,
  says: string,
][] = [
  [
    "a file that is missing",
    { "files.csv": "file,sample\nno.asd,S1\n" },
    "no.asd: there is no such file",
  ],
  [
    "another grid",
    { "a.asd": makeAsd(), "b.asd": makeAsd({ start: 400 }) },
    "a.asd (4 bands, 350 to 353 nm) and b.asd (4 bands, 400 to 403 nm) differ",
  ],
  [
    "different numbers of replicates",
    {
      "files.csv": "file,sample\na.asd,S1\nb.asd,S1\nc.asd,S2\n",
      "a.asd": makeAsd(),
      "b.asd": makeAsd(),
      "c.asd": makeAsd(),
    },
    "one sample has 2 spectra, but S2 has 1 spectrum (line 4); expected the same",
  ],
  [
    "a file that stands twice",
    { "files.csv": "file,sample\na.asd,S1\na.asd,S2\n", "a.asd": makeAsd() },
    "line 3: file a.asd stands twice, first in line 2",
  ],
  [
    "a path that leads out",
    { "files.csv": "file,sample\n../a.asd,S1\n" },
    "expected a file in the table's folder or below it",
  ],
  [
    "a table without samples",
    { "files.csv": "file,name\na.asd,S1\n" },
    'has no column "sample"',
  ],
  [
    "two files of one name",
    { "a.asd": makeAsd(), "a.sp": makeAsd() },
    "which are both sample a",
  ],
];
for (const [what, files, says] of BAD_FOLDERS) {
  Deno.test(`openSpectra refuses a folder with ${what}`, () =>
    inFolder(files, async (folder) => {
      await assertRejects(() => openSpectra(folder), InputError, says);
    }));
}
