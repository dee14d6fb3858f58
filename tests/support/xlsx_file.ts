// Workbooks of Excel as tests need them, written by hand.
import { zipFile } from "./zip_file.ts";

const OFFICE = "http://schemas.openxmlformats.org";

/** How a workbook spells its parts. */
export interface XlsxSpelling {
  /** Before the names of elements. */
  readonly prefix?: string;
  readonly main?: string;
  readonly relations?: string;
  /** Where the sheet's relation points. */
  readonly target?: string;
  readonly texts?: string;
  /** Names of more sheets, which are empty, and how they are seen. */
  readonly more?: Readonly<Record<string, string>>;
  readonly encode?: (xml: string) => Uint8Array;
}

/**
 * A workbook with what is given as the sheet's data, written by hand.
 *
 * @param data Rows in XML.
 */
export function xlsxFile(
  data: string,
  {
    prefix = "",
    main = `${OFFICE}/spreadsheetml/2006/main`,
    relations = `${OFFICE}/officeDocument/2006/relationships`,
    target = "worksheets/sheet1.xml",
    texts,
    more = {},
    encode = (xml) => new TextEncoder().encode(xml),
  }: XlsxSpelling = {},
): Uint8Array<ArrayBuffer> {
  const space = prefix === "" ? "xmlns" : `xmlns:${prefix.slice(0, -1)}`;
  const root = (name: string, inner: string) =>
    encode(
      `<?xml version="1.0"?>\n<${prefix}${name} ${space}="${main}" ` +
        `xmlns:r="${relations}">${inner}</${prefix}${name}>`,
    );
  const list = (entries: readonly (readonly [string, string, string])[]) =>
    `<Relationships xmlns="${OFFICE}/package/2006/relationships">` +
    entries.map(([id, kind, to]) =>
      `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${to}"/>`
    ).join("") + "</Relationships>";
  const others = Object.entries(more);
  return zipFile({
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": list([["rId1", "officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": list([
      ["a", "worksheet", target],
      ["t", "sharedStrings", "sharedStrings.xml"],
      ...others.map((_, i) =>
        [`m${i}`, "worksheet", `worksheets/more${i}.xml`] as const
      ),
    ]),
    "xl/workbook.xml": root(
      "workbook",
      `<${prefix}sheets><${prefix}sheet name="S" sheetId="1" r:id="a"/>` +
        others.map(([name, state], i) =>
          `<${prefix}sheet name="${name}" sheetId="${
            i + 2
          }" state="${state}" ` +
          `r:id="m${i}"/>`
        ).join("") + `</${prefix}sheets>`,
    ),
    "xl/worksheets/sheet1.xml": root("worksheet", data),
    ...Object.fromEntries(
      others.map((
        _,
        i,
      ) => [`xl/worksheets/more${i}.xml`, root("worksheet", "")]),
    ),
    ...(texts !== undefined &&
      { "xl/sharedStrings.xml": root("sst", texts) }),
  });
}

/** A workbook with these cells in its sheet. */
export function xlsxRows(
  rows: readonly (readonly (string | number)[])[],
): Uint8Array<ArrayBuffer> {
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const cell = (value: string | number) =>
    typeof value === "number"
      ? `<c><v>${value}</v></c>`
      : `<c t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  const data = rows.map((row) => `<row>${row.map(cell).join("")}</row>`);
  return xlsxFile(`<sheetData>${data.join("")}</sheetData>`);
}
