// Every shape of input that the README documents, written from one set of
// formula spectra. A new format is a row more.
import { encodeNpy } from "../../lib/artifacts/npy.ts";
import { encodeNpz } from "../../lib/artifacts/npz.ts";
import { encodeParquet } from "../../lib/artifacts/parquet.ts";
import { makeAsd } from "./asd_file.ts";
import {
  makeEcostress,
  makeEnvi,
  makeUsgs,
  makeUsgsWavelengths,
} from "./library_files.ts";

/** How many samples, and how many bands. */
export const SAMPLES = 9;
const BANDS = 96;
const START = 400;

/** Names of the samples. */
export const names = Array.from({ length: SAMPLES }, (_, i) => `S${i + 1}`);
/** Wavelengths in nm. */
export const bands = Array.from({ length: BANDS }, (_, i) => START + i);

/** Whole numbers over 1000, so that every format holds them exactly. */
function reflectance(sample: number, band: number): number {
  return Math.round(
    400 + 90 * Math.sin(0.07 * band * (1 + sample / 9)) + 20 * sample,
  ) / 1000;
}

/** The spectra of all shapes but those of instruments' own files. */
export const rows = names.map((_, sample) =>
  bands.map((_, band) => reflectance(sample, band))
);

/** Laboratory values. */
export const LABELS = [
  "sample;clay",
  ...names.map((name, i) => `${name};${10 + ((7 * i) % 11)}`),
  "",
].join("\n");

/** A table with a row for each sample. */
export function wide(separator: string): string {
  return [
    ["sample", ...bands].join(separator),
    ...rows.map((row, i) => [names[i], ...row].join(separator)),
    "",
  ].join("\n");
}

/** One shape of input. */
export interface InputShape {
  /** What the config names, relative to the folder. */
  readonly spectra: string;
  /** File of the white panel, if one is named. */
  readonly white?: string;
  /** Files by path in the folder. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Where laboratory values are, if not in `labels.csv`. */
  readonly labels?: string;
  /** Whether its spectra are not those of the other shapes. */
  readonly own?: boolean;
}

const asd = Object.fromEntries(rows.map((row, i) => [
  `field/${names[i]}.asd`,
  makeAsd({
    start: START,
    spectrum: row.map((value) => 1000 * value),
    white: row.map(() => 1000),
  }),
]));

const arrays = {
  wavelengths: { data: Float64Array.from(bands), shape: [BANDS] },
  reflectance: {
    data: Float64Array.from(rows.flat()),
    shape: [SAMPLES, BANDS],
  },
};
const texts = { samples: { data: [...names], shape: [SAMPLES] } };

const envi = makeEnvi({
  values: rows,
  fields: {
    wavelength: `{${bands.join(", ")}}`,
    "spectra names": `{${names.join(", ")}}`,
  },
});

/** Shapes by name. */
export const INPUT_SHAPES: Readonly<Record<string, InputShape>> = {
  "a wide table": { spectra: "s.csv", files: { "s.csv": wide(",") } },
  "a table with semicolons and decimal commas": {
    spectra: "s.csv",
    files: { "s.csv": wide(";").replaceAll(".", ",") },
  },
  "a table with wavelengths downwards": {
    spectra: "s.txt",
    files: {
      "s.txt": [
        ["Wavelength", ...names].join("\t"),
        ...bands.map((nm, band) =>
          [nm, ...rows.map((row) => row[band])].join("\t")
        ),
        "",
      ].join("\n"),
    },
  },
  "a Parquet file": {
    spectra: "s.parquet",
    files: {
      "s.parquet": encodeParquet({
        names: ["sample", ...bands.map(String)],
        columns: [
          names,
          ...bands.map((_, band) =>
            Float64Array.from(rows, (row) => row[band])
          ),
        ],
        rows: SAMPLES,
      }),
    },
  },
  "a NumPy archive": {
    spectra: "s.npz",
    files: { "s.npz": encodeNpz({ ...arrays, ...texts }) },
  },
  "a folder of NumPy arrays": {
    spectra: "arrays",
    files: Object.fromEntries(
      Object.entries({ ...arrays, ...texts }).map(([name, { data, shape }]) => [
        `arrays/${name}.npy`,
        encodeNpy(data, shape),
      ]),
    ),
  },
  "a folder with a table for each sample": {
    spectra: "tables",
    files: Object.fromEntries(rows.map((row, i) => [
      `tables/${names[i]}.csv`,
      ["wavelength,r1", ...bands.map((nm, band) => `${nm},${row[band]}`), ""]
        .join("\n"),
    ])),
  },
  "a folder of an instrument's files": { spectra: "field", files: asd },
  "a folder of counts with one white reference": {
    spectra: "field",
    white: "field/white.asd",
    files: {
      ...Object.fromEntries(rows.map((row, i) => [
        `field/${names[i]}.asd`,
        makeAsd({
          start: START,
          spectrum: row.map((value) => 1000 * value),
          white: null,
        }),
      ])),
      "field/white.asd": makeAsd({
        start: START,
        spectrum: bands.map(() => 1000),
        white: null,
      }),
    },
  },
  "a spectral library of ENVI": {
    spectra: "library.sli",
    files: { "library.sli": envi.sli, "library.hdr": envi.hdr },
  },
  "spectra of the ECOSTRESS library": {
    spectra: "ecostress",
    files: Object.fromEntries(rows.map((row, i) => [
      `ecostress/${names[i]}.txt`,
      makeEcostress(
        {
          "X Units": "Wavelength (nanometers)",
          "Y Units": "Reflectance",
          "First X Value": null,
          "Last X Value": null,
          "Number of X Values": `${BANDS}`,
        },
        row.map((value, band) => `${bands[band]} ${value}`),
      ),
    ])),
  },
  "spectra of the USGS library": {
    spectra: "usgs/ChapterS",
    files: {
      "usgs/splib07a_Wavelengths_ASD.txt": makeUsgsWavelengths(bands)
        .replace("microns", "nm"),
      ...Object.fromEntries(
        rows.map((row, i) => [`usgs/ChapterS/${names[i]}.txt`, makeUsgs(row)]),
      ),
    },
  },
  "a pattern": { spectra: "field/*.asd", files: asd },
  "a folder with a table of its files": {
    spectra: "field",
    files: {
      ...asd,
      "field/files.csv": [
        "file,sample",
        ...names.map((name) => `${name}.asd,${name}`),
        "",
      ].join("\n"),
    },
  },
  "a table of files": {
    spectra: "list.csv",
    files: {
      ...asd,
      "list.csv": [
        "file,sample",
        ...names.map((name) => `field/${name}.asd,${name}`),
        "",
      ].join("\n"),
    },
  },
};

/** Writes a shape, with labels and a config that trains for an epoch. */
export async function writeShape(
  folder: string,
  { spectra, white, files, labels = "labels.csv" }: InputShape,
): Promise<string> {
  const all = { ...files, "labels.csv": LABELS };
  for (const [path, content] of Object.entries(all)) {
    const place = `${folder}/${path}`;
    await Deno.mkdir(place.replace(/[^/]*$/, ""), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(place, content);
    else await Deno.writeFile(place, content);
  }
  const config = `${folder}/config.json`;
  const value = shapeConfig(`${folder}/${spectra}`, `${folder}/${labels}`);
  const data = white === undefined
    ? value.data
    : { ...value.data, white_reference: `${folder}/${white}` };
  await Deno.writeTextFile(config, JSON.stringify({ ...value, data }));
  return config;
}

/** The config of a small run on such data. */
export function shapeConfig(spectra: string, labels: string) {
  return {
    version: 1,
    name: "shape",
    title: "A shape of input",
    data: { source: "files", spectra, labels },
    targets: ["clay"],
    spectrogram: { method: "scipy", nperseg: 16, noverlap: 4, nfft: 16 },
    network: {
      stem_filters: 2,
      blocks: [{ filters: 2, expansion: 1, strides: 2, repeats: 1 }],
      dense_units: 2,
    },
    training: { epochs: 1, batch_size: 8 },
  };
}
