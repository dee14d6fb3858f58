// Shapes of input that are files of a kind: packed tables, workbooks, R, pickles,
// instruments. The spectra are those of input_shapes.ts, but for instruments,
// of which each sample has the same golden file.
import { gzipSync, zstdCompressSync } from "node:zlib";
import { goldenFile } from "./chemometric_files.ts";
import {
  bands,
  type InputShape,
  LABELS,
  names,
  rows,
  wide,
} from "./input_shapes.ts";
import { encodeParquet } from "../../lib/artifacts/parquet.ts";
import type { ColumnTable } from "../../lib/formats/shared/column_table.ts";
import { encodeRds } from "./r_file.ts";
import { xlsxRows } from "./xlsx_file.ts";
import { zipFile } from "./zip_file.ts";

const text = new TextEncoder();

/** What tests/reference/packed.py makes of the wide table. */
function packed(name: string): Uint8Array {
  return Deno.readFileSync(
    new URL(`../goldens/packed/${name}`, import.meta.url),
  );
}

const clay = LABELS.trimEnd().split("\n").slice(1)
  .map((line) => Number(line.split(";")[1]));

/** The wide table by columns, maybe with laboratory values. */
function table(labelled: boolean): ColumnTable {
  return {
    names: ["sample", ...(labelled ? ["clay"] : []), ...bands.map(String)],
    columns: [
      names,
      ...(labelled ? [Float64Array.from(clay)] : []),
      ...bands.map((_, band) => Float64Array.from(rows, (row) => row[band])),
    ],
    rows: names.length,
  };
}

/** Laboratory values by columns. */
const LABEL_TABLE: ColumnTable = {
  names: ["sample", "clay"],
  columns: [names, Float64Array.from(clay)],
  rows: names.length,
};

function cells({ names, columns, rows }: ColumnTable) {
  return [
    names,
    ...Array.from(
      { length: rows },
      (_, row) => columns.map((column) => column[row]),
    ),
  ];
}

/** An OpenDocument spreadsheet with one sheet. */
function ods(of: ColumnTable): Uint8Array {
  const cell = (value: string | number) =>
    typeof value === "number"
      ? `<table:table-cell office:value-type="float" office:value="${value}"/>`
      : `<table:table-cell office:value-type="string"><text:p>${value}` +
        "</text:p></table:table-cell>";
  const lines = cells(of).map((row) =>
    `<table:table-row>${row.map(cell).join("")}</table:table-row>`
  );
  const urn = "urn:oasis:names:tc:opendocument:xmlns:";
  return zipFile({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": `<?xml version="1.0"?><office:document-content ` +
      `xmlns:office="${urn}office:1.0" xmlns:table="${urn}table:1.0" ` +
      `xmlns:text="${urn}text:1.0"><office:body><office:spreadsheet>` +
      `<table:table table:name="S">${lines.join("")}</table:table>` +
      "</office:spreadsheet></office:body></office:document-content>",
  });
}

function one(name: string, content: string | Uint8Array): InputShape {
  return { spectra: name, files: { [name]: content } };
}

function labelled(name: string, content: string | Uint8Array): InputShape {
  return {
    spectra: "s.csv",
    labels: name,
    files: { "s.csv": wide(","), [name]: content },
  };
}

/** A folder with the same file for each sample. */
function instrument(golden: string, ending: string): InputShape {
  const bytes = goldenFile(golden);
  return {
    spectra: "field",
    own: true,
    files: Object.fromEntries(
      names.map((name) => [`field/${name}.${ending}`, bytes]),
    ),
  };
}

const csv = text.encode(wide(","));

/** Shapes by name. */
export const FILE_SHAPES: Readonly<Record<string, InputShape>> = {
  "a table packed by gzip": one("s.csv.gz", gzipSync(csv)),
  "a table packed by bzip2": one("s.csv.bz2", packed("shape.csv.bz2")),
  "a table packed by xz": one("s.csv.xz", packed("shape.csv.xz")),
  "a table packed by Zstandard": one("s.csv.zst", zstdCompressSync(csv)),
  "an archive with one table": one("s.zip", zipFile({ "in/s.csv": csv })),
  "a workbook of Excel": one("s.xlsx", xlsxRows(cells(table(false)))),
  "a workbook of OpenDocument": one("s.ods", ods(table(false))),
  "a table saved by R": one("s.rds", encodeRds(table(false))),
  "a pickle of pandas": one("s.pickle", packed("shape.pickle")),
  "a table with its laboratory values": {
    spectra: "s.xlsx",
    labels: "s.xlsx",
    files: { "s.xlsx": xlsxRows(cells(table(true))) },
  },
  "laboratory values in a workbook": labelled(
    "l.xlsx",
    xlsxRows(cells(LABEL_TABLE)),
  ),
  "laboratory values in Parquet": labelled(
    "l.parquet",
    encodeParquet(LABEL_TABLE),
  ),
  "laboratory values saved by R": labelled("l.rds", encodeRds(LABEL_TABLE)),
  "laboratory values packed by gzip": labelled(
    "l.csv.gz",
    gzipSync(text.encode(LABELS)),
  ),
  "a folder of Spectral Evolution's files": instrument("sed_native.sed", "sed"),
  "a folder of SVC's files": instrument("sig_hr.sig", "sig"),
  "a folder of JCAMP-DX files": instrument("jcamp_written.jdx", "jdx"),
  "a folder of SPC files": instrument("spc_written.spc", "spc"),
  "a folder of OPUS files": instrument("opus_reflectance.0002", "0"),
  "a folder of OMNIC's files": instrument("spa_reflectance.spa", "spa"),
};
