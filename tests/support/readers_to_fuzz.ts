// Every reader with real files of its format, for tests/long/fuzz_readers.ts:
// a row a file. Files that are not here (../shared/data) make no row.
import { encodeNpy } from "../../lib/artifacts/npy.ts";
import { encodeNpz } from "../../lib/artifacts/npz.ts";
import { encodeSpectrogramPickle } from "../../lib/artifacts/pickle.ts";
import {
  type Read,
  readArrays,
  readBeside,
  readFile,
  readImages,
  readInstrument,
  readKeras,
  readSamplePickle,
  readTables,
  readTargets,
  readWithWhite,
} from "./fuzzed_reads.ts";
import { makeAsd } from "./asd_file.ts";
import { pickleGoldens } from "./pickle_goldens.ts";
import { unzipSync } from "../../lib/third_party/fflate.ts";
import { zipFile } from "./zip_file.ts";
import { PICKLED_IMAGES, PICKLED_NAMES } from "./pickled_images.ts";

/** A file and what reads it. */
export interface FuzzedReader {
  /** The file, for the report. */
  readonly name: string;
  /** Whether a checksum covers all that the value depends on. */
  readonly sure: boolean;
  /** The undamaged file. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a damaged one. */
  readonly read: Read;
  /** Whether it reads in a thread of its own, and so cannot hang another. */
  readonly threads?: boolean;
}

const GOLDENS = new URL("../goldens/", import.meta.url);
const SHARED = new URL("../../../shared/data/", import.meta.url);

/** Files with checksums of all that is in them. */
const SURE = [
  "r_data/geeves_gzip.rda",
  "r_data/geeves_bzip2.rda",
  "r_data/geeves_xz.rda",
  "r_data/soil_v3_gzip.rds",
  "r_data/soil_v3_bzip2.rds",
  "r_data/soil_v3_xz.rds",
  "r_data/workspace.rda",
  "tables/flat_f8.npz",
  "tables/flat_packed.npz",
  "tables/cube_fortran.npz",
  "packed/table.csv.gz",
  "packed/table.csv.bz2",
  "packed/table.csv.xz",
  "packed/table.csv.zst",
  "packed/parts.csv.gz",
  "packed/parts.csv.bz2",
  "packed/parts.csv.xz",
  "packed/table.zip",
  "packed/table.xlsx",
  "packed/table.ods",
];

/** Files without; in Parquet a page may have one, what describes it not. */
const UNSURE = [
  "r_data/soil_v3_plain.rda",
  "r_data/soil_v2_ascii.rda",
  "r_data/soil_v3_ascii.rds",
  "r_data/soil_v3_native.rds",
  "tables/wide_none.parquet",
  "tables/wide_snappy.parquet",
  "tables/wide_gzip.parquet",
  "tables/wide_zstd.parquet",
  "tables/wide_brotli.parquet",
  "tables/wide_lz4.parquet",
  "tables/wide_v2.parquet",
  "tables/wide_groups.parquet",
  "tables/index.parquet",
  "tables/lists.parquet",
  "packed/parts.csv.zst",
];

const WIDE_CSV = `sample,replicate,group,350,351.5,2500
A,2,north,0.125,0.25,0.375
A,1,north,0.5,0.625,0.75
"B ""é""",1,south,0.875,1,1.5
"B ""é""",2,south,2e0,0,0.25
`;
const TALL_CSV = `Soil spectra 2021;made by hand

Wavelength;RS001.asd;RS002.asd;TP 1.asd;
2500;0,125;0,25;0,375;
351,5;0,5;0,625;0,75;
350;1e0;1,5;0,25;
`;
const LABELS_CSV = `sample;Sb_ppm;clay
RS001;12,5;1
RS002;1446;2,25
TP 1;27;3e1
`;
const TABLE_CSV = "wavelength,1,2\n350,0.1,0.2\n351,0.3,0.4\n352.5,0.5,0.6\n";

/** Files of spectral libraries: what is damaged, what it is read with, and
 * which of the two is opened. */
const LIBRARIES: readonly (readonly [string, string?, string?])[] = [
  ["envi_spy.hdr", "envi_spy.sli"],
  ["envi_spy.sli", "envi_spy.hdr"],
  ["envi_ignore.sli.hdr", "envi_ignore.sli", "envi_ignore.sli"],
  ["envi_ignore.sli", "envi_ignore.sli.hdr"],
  ["envi_overlap.hdr", "envi_overlap.sli", "envi_overlap.sli"],
  ["envi_type15.sli", "envi_type15.hdr"],
  ["soil.alfisol.87p3665.jhu.becknic.spectrum.txt"],
  ["jhu.becknic.soil.707.spectrum.txt"],
  ["soil_loam.11208.asc"],
  [
    "splib07a_Beckman_Soil_BECKa_RREF.txt",
    "splib07a_Wavelengths_BECK_Beckman_0.2-3.0_microns.txt",
  ],
  [
    "splib07a_Wavelengths_BECK_Beckman_0.2-3.0_microns.txt",
    "splib07a_Beckman_Soil_BECKa_RREF.txt",
    "splib07a_Beckman_Soil_BECKa_RREF.txt",
  ],
];

/** Each of their spectra is on a grid of its own, so they make no set. */
const OWN_GRIDS = /spc_(own|scattered)\./;

/** All of them, the slow ones first. */
export async function readersToFuzz(): Promise<FuzzedReader[]> {
  return [
    ...["keras3.h5", "keras2.h5", "keras3.keras", "keras2.keras"].map((
      name,
    ) => ({
      ...golden(`keras/${name}`, name.endsWith(".keras"), readKeras),
      threads: true,
    })),
    ...SURE.map((name) => golden(name, true, readFile(name))),
    ...UNSURE.map((name) => golden(name, false, readFile(name))),
    ...labels(),
    ...workbookParts(),
    ...all("encodings/", ".parquet"),
    ...all("instruments/", "").map((file) =>
      OWN_GRIDS.test(file.name) ? { ...file, read: readInstrument } : file
    ),
    ...libraries(),
    ...shared(),
    ...whites(),
    text("wide.csv", WIDE_CSV, readFile("wide.csv")),
    text("tall.csv", TALL_CSV, readFile("tall.csv")),
    text("labels.csv", LABELS_CSV, readTargets(["Sb_ppm", "clay"])),
    text("RS002.csv in a folder", TABLE_CSV, readTables(TABLE_CSV)),
    {
      name: "reflectance.npy in a folder",
      sure: false,
      bytes: () =>
        Promise.resolve(encodeNpy(Float64Array.of(0.1, 0.2, 0.3, 0.4), [2, 2])),
      read: readArrays,
    },
    ...images(),
    ...await pickles(),
  ];
}

function golden(name: string, sure: boolean, read: Read): FuzzedReader {
  const bytes = () => Deno.readFile(new URL(name, GOLDENS));
  return { name, sure, bytes, read };
}

function text(name: string, content: string, read: Read): FuzzedReader {
  const bytes = () => Promise.resolve(new TextEncoder().encode(content));
  return { name, sure: false, bytes, read };
}

/** Laboratory values in files that hold spectra, too. */
function labels(): FuzzedReader[] {
  return [
    "tables/wide_snappy.parquet",
    "tables/flat_f8.npz",
    "packed/table.csv.gz",
    "packed/table.ods",
  ].map((name) => ({
    ...golden(name, !name.endsWith(".parquet"), readTargets(["clay"])),
    name: `${name} (labels)`,
  }));
}

/** Parts of workbooks, which checksums keep from being damaged otherwise. */
function workbookParts(): FuzzedReader[] {
  const parts = {
    "packed/texts.xlsx": [
      "xl/worksheets/sheet1.xml",
      "xl/sharedStrings.xml",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/_rels/workbook.xml.rels",
    ],
    "packed/table.ods": ["content.xml", "META-INF/manifest.xml"],
  };
  return Object.entries(parts).flatMap(([name, inside]) => {
    const files = async () =>
      unzipSync(await Deno.readFile(new URL(name, GOLDENS)));
    return inside.map((part) => ({
      name: `${name}, ${part}`,
      sure: false,
      bytes: async () => (await files())[part] as Uint8Array<ArrayBuffer>,
      read: async (bytes: Uint8Array<ArrayBuffer>, folder: string) =>
        await readFile(name)(
          zipFile({ ...await files(), [part]: bytes }),
          folder,
        ),
    }));
  });
}

/** Every file of a folder, whatever its format. */
function all(folder: string, ending: string): FuzzedReader[] {
  return [...Deno.readDirSync(new URL(folder, GOLDENS))]
    .filter(({ name, isFile }) =>
      isFile && name.endsWith(ending) && !name.endsWith(".json")
    )
    .map(({ name }) => name).sort()
    .map((name) => golden(folder + name, false, readFile(name)));
}

/** Spectral libraries, each with the file that it is read with. */
function libraries(): FuzzedReader[] {
  return LIBRARIES.map(([name, other, opened = name]) => {
    const beside = other && new URL(`libraries/${other}`, GOLDENS);
    const read = beside ? readBeside(name, beside, opened) : readFile(name);
    return golden(`libraries/${name}`, false, read);
  });
}

/** Real files that this package does not ship. */
function shared(): FuzzedReader[] {
  return ["ossl/ossl_101453MD01.asd"].flatMap((name) => {
    const url = new URL(name, SHARED);
    try {
      Deno.statSync(url);
    } catch {
      return [];
    }
    const bytes = () => Deno.readFile(url);
    return [{ name, sure: false, bytes, read: readFile(name) }];
  });
}

/** Counts without a white reference, and the file that has it. */
function whites(): FuzzedReader[] {
  const counts = makeAsd({ white: null });
  return (["counts.asd", "white.asd"] as const).map((name) => ({
    name: `${name} of two`,
    sure: false,
    bytes: () => Promise.resolve(counts.slice()),
    read: readWithWhite(name, counts),
  }));
}

/** Spectrograms, as this package writes them. */
function images(): FuzzedReader[] {
  const { samples, bins, frames, channels, data } = PICKLED_IMAGES;
  const shape = [samples, bins, frames, channels];
  const names = [...PICKLED_NAMES];
  const files = {
    "spectrograms.npy": () => encodeNpy(data, shape),
    "spectrograms.npz": () =>
      encodeNpz({
        spectrograms: { data, shape },
        samples: { data: names, shape: [names.length] },
      }),
    "spectogram.pickle": () => encodeSpectrogramPickle(names, PICKLED_IMAGES),
  };
  return Object.entries(files).map(([name, make]) => ({
    name,
    sure: name.endsWith(".npz"),
    bytes: () => Promise.resolve(make()),
    read: readImages(names),
  }));
}

/** What pandas and NumPy wrote; what is refused even undamaged is left out. */
async function pickles(): Promise<FuzzedReader[]> {
  return (await pickleGoldens()).flatMap(({ tag, files }) =>
    Object.entries(files)
      .filter(([name]) => !/^(attack|odd)/.test(name))
      .map(([name, bytes]) => ({
        name: `pickles/${tag}/${name}`,
        sure: false,
        bytes: () => Promise.resolve(bytes.slice()),
        read: name.startsWith("spectrograms")
          ? readImages(null)
          : readSamplePickle,
      }))
  );
}
