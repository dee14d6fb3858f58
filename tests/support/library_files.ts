// Small files of spectral libraries, for tests that need some.

/** What to put into an ENVI library. */
export interface MadeEnvi {
  /** Fields in place of the usual ones; null leaves one out. */
  readonly fields?: Readonly<Record<string, string | null>>;
  /** Values by spectrum. */
  readonly values?: readonly (readonly number[])[];
}

/** An ENVI header and its numbers, as floats of 64 bits. */
export function makeEnvi(
  { fields = {}, values = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]] }: MadeEnvi = {},
): { hdr: string; sli: Uint8Array<ArrayBuffer> } {
  const all: Record<string, string | null> = {
    samples: String(values[0].length),
    lines: String(values.length),
    bands: "1",
    "header offset": "0",
    "file type": "ENVI Spectral Library",
    "data type": "5",
    interleave: "bsq",
    "byte order": "0",
    "wavelength units": "Nanometers",
    wavelength: `{${values[0].map((_, band) => 500 + 10 * band).join(", ")}}`,
    ...fields,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} = ${value}`);
  return {
    hdr: ["ENVI", ...lines, ""].join("\n"),
    sli: new Uint8Array(Float64Array.from(values.flat()).buffer),
  };
}

const ECOSTRESS: Readonly<Record<string, string>> = {
  Name: "Brown silty loam",
  Type: "Soil",
  Class: "Alfisol",
  Measurement: "Reflectance",
  "First Column": "X",
  "Second Column": "Y",
  "X Units": "Wavelength (micrometers)",
  "Y Units": "Reflectance (percent)",
  "First X Value": "0.5",
  "Last X Value": "0.7",
  "Number of X Values": "3",
};

/** A spectrum of the ECOSTRESS library, with lines in place of its own. */
export function makeEcostress(
  fields: Readonly<Record<string, string | null>> = {},
  table = ["0.5\t10.0", "0.6\t20.0", "0.7\t30.0"],
): string {
  const header = Object.entries({ ...ECOSTRESS, ...fields })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${value}`);
  return [...header, "", ...table, ""].join("\n");
}

/** A text of the USGS: a title, and a value a line. */
export function makeUsgs(
  values: readonly number[],
  title = "splib07a Record=1: Soil A  ASDFRa AREF",
): string {
  return [` ${title}`, ...values.map((value) => ` ${value}`), ""].join("\n");
}

/** Its wavelengths. */
export function makeUsgsWavelengths(values: readonly number[]): string {
  const title =
    `splib07a Record=9: Wavelengths ASD microns ${values.length} ch`;
  return makeUsgs(values, title);
}

/** A text of the USGS's sixth version. */
export function makeOlderUsgs(rows: readonly string[]): string {
  return [
    "                      USGS Digital Spectral Library splib06a",
    "                      Clark and others 2007, USGS, Data Series 231.",
    ...["", "For further information, see: the address", ""],
    "  ASCII Spectral Data file contents:",
    "  line 15 title",
    "  line 16 history",
    "  line 17 to end:  3-columns of data:",
    "     wavelength    reflectance    standard deviation",
    "",
    "(standard deviation of 0.000000 means not measured)",
    "(      -1.23e34  indicates a deleted number)",
    "----------------------------------------------------",
    "Soil A GDS91     W1R1Ba AREF",
    "copy of splib05a r 1",
    ...rows,
    "",
  ].join("\n");
}
