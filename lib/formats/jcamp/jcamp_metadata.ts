// What a JCAMP-DX block says of its spectrum besides the numbers.
import type { SpectrumMetadata } from "../shared/metadata.ts";
import { fieldDate } from "../shared/field_header.ts";
import { type JcampBlock, plainValue } from "./jcamp_records.ts";

/** Records that go into the description, with the names they are given there. */
const DESCRIBING: readonly (readonly [label: string, name: string])[] = [
  ["SAMPLEDESCRIPTION", "sample description"],
  ["NAMES", "names"],
  ["STATE", "state"],
  ["SAMPLINGPROCEDURE", "sampling procedure"],
  ["INSTRUMENTPARAMETERS", "instrument parameters"],
  ["RESOLUTION", "resolution"],
  ["DATAPROCESSING", "data processing"],
  ["ORIGIN", "origin"],
  ["OWNER", "owner"],
];

const MONTHS = [
  "jan",
  "feb",
  "mar",
  "apr",
  "may",
  "jun",
  "jul",
  "aug",
  "sep",
  "oct",
  "nov",
  "dec",
];

/**
 * Reads a block's metadata.
 *
 * @param block The block.
 * @param about Name of the file; what reflectance was made from.
 * @returns Metadata. A date whose year has two digits, or whose month may be its
 * day, stays in the description as it is written.
 */
export function jcampMetadata(
  block: JcampBlock,
  { path, quantity }: { readonly path: string; readonly quantity: string },
): SpectrumMetadata {
  const value = (label: string): string | null => {
    const record = block.records.get(label);
    const text = record && plainValue(record).replace(/\s+/g, " ").trim();
    return text || null;
  };
  const date = readDate(value);
  const written = [value("DATE"), value("TIME")].filter(Boolean).join(" ");
  const description = [
    value("TITLE"),
    ...DESCRIBING.map(([label, name]) => {
      const text = value(label);
      return text && `${name}: ${text}`;
    }),
    date === null && written !== "" ? `date: ${written}` : null,
  ];
  const version = /^\d+(\.\d+)?/.exec(value("JCAMPDX") ?? "");
  const scans = /^[1-9]\d{0,8}$/.exec(value(".AVERAGES") ?? "");
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: version ? `JCAMP-DX ${version[0]}` : "JCAMP-DX",
    instrument: value("SPECTROMETERDATASYSTEM"),
    serial: null,
    date,
    latitude: null,
    longitude: null,
    description: description.filter(Boolean).join("; ") || null,
    splices: [],
    quantity,
    scans: scans ? Number(scans[0]) : null,
  };
}

/** LONGDATE is one record, DATE and TIME are two. */
function readDate(value: (label: string) => string | null): string | null {
  const long = value("LONGDATE");
  if (long !== null) return readLongDate(long);
  const date = value("DATE");
  if (date === null) return null;
  const day = readLongDate(date);
  const time = value("TIME");
  return (time && day && readLongDate(`${date} ${time}`)) || day;
}

/** Local time; how far it is from UTC is left out. */
function readLongDate(text: string): string | null {
  const local = text.replace(
    /(:\d{2}(?:\.\d+)?)\s*(?:Z|[+-]\d{2}:?\d{2})$/,
    "$1",
  );
  const named = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})(.*)$/.exec(local);
  if (!named) return fieldDate(local, null);
  const [, day, month, year, rest] = named;
  const at = MONTHS.indexOf(month.toLowerCase());
  return at < 0 ? null : fieldDate(`${year}/${at + 1}/${day}${rest}`, null);
}
