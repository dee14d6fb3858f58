// Workbooks as tests read and change them.
import type { Cell } from "../../lib/formats/shared/cell_rows.ts";
import { withWorkbook } from "../../lib/formats/workbook/workbook.ts";
import { unzipSync } from "../../lib/third_party/fflate.ts";
import { zipFile } from "./zip_file.ts";

export type Rows = readonly (readonly Cell[])[];

/** Sheets by name, without the empty cells at the ends of rows. */
export async function sheetsOf(path: string, kind: "xlsx" | "ods") {
  return await withWorkbook(path, kind, async (sheets) => {
    const found: Record<string, Rows> = {};
    for (const { name, rows } of sheets) found[name] = trimmed(await rows());
    return found;
  });
}

export function trimmed(rows: Rows): Rows {
  return rows.map((row) =>
    row.slice(0, row.findLastIndex((cell) => cell !== null) + 1)
  );
}

/** The golden of odfpy with another content. */
export async function changedOds(change: (content: string) => string) {
  const files = unzipSync(await Deno.readFile(GOLDEN));
  const content = new TextDecoder().decode(files["content.xml"]);
  return zipFile({ ...files, "content.xml": change(content) });
}

const GOLDEN = new URL("../goldens/workbooks/odfpy.ods", import.meta.url);
