// Workbooks of Excel (.xlsx, .xlsm) and of all that write them: a zip archive
// of parts in XML. ECMA-376, part 1, chapter 18.
import type { ZipEntry } from "../../artifacts/zip_entries.ts";
import type { Sheet } from "./sheet.ts";
import { readXlsxSheet, type SharedParts } from "./xlsx_sheet.ts";
import { readDateStyles } from "./xlsx_styles.ts";
import { type Parts, type Relation, XLSX, xlsxParts } from "./xlsx_parts.ts";
import { readTexts } from "./xlsx_texts.ts";
import { readXml } from "./xml_events.ts";

/** What the list of sheets says. */
interface Listed {
  readonly name: string;
  readonly id: string;
  readonly hidden: boolean;
}

/**
 * Lists the sheets of a workbook.
 *
 * @param entries The archive.
 * @param path The workbook, for messages.
 * @returns Sheets with cells, in the order in which a person sees them.
 * @throws {Error} If it is damaged.
 */
export async function xlsxSheets(
  entries: readonly ZipEntry[],
  path: string,
): Promise<Sheet[]> {
  const parts = xlsxParts(entries);
  const root = [...(await parts.relations("")).values()]
    .find(({ kind }) => kind === "officeDocument");
  const workbook = root?.part ?? "xl/workbook.xml";
  const { listed, from1904 } = await readList(parts, workbook);
  const relations = await parts.relations(workbook);
  let shared: Promise<SharedParts> | undefined;
  return listed.flatMap(({ name, id, hidden }) => {
    const relation = relations.get(id);
    // A sheet may be a chart.
    if (relation && relation.kind !== "worksheet") return [];
    const rows = async () => {
      const pieces = relation && parts.pieces(relation.part);
      if (!pieces) throw new RangeError("A sheet is missing");
      shared ??= readShared(parts, [...relations.values()], from1904);
      return await readXlsxSheet(
        pieces,
        await shared,
        `${path}, sheet ${name}`,
      );
    };
    return [{ name, hidden, rows }];
  });
}

async function readList(
  parts: Parts,
  workbook: string,
): Promise<{ listed: Listed[]; from1904: boolean }> {
  const listed: Listed[] = [];
  let from1904 = false;
  const pieces = parts.pieces(workbook);
  if (!pieces) throw new RangeError("The list of sheets is missing");
  await readXml(pieces, XLSX, {
    open(element, attributes) {
      if (element === "x:workbookPr") {
        from1904 = /^(1|true)$/.test(attributes().date1904 ?? "");
      } else if (element === "x:sheet") {
        const { name = "", state = "visible", "r:id": id = "" } = attributes();
        listed.push({ name, id, hidden: state !== "visible" });
      }
    },
  });
  return { listed, from1904 };
}

async function readShared(
  parts: Parts,
  relations: readonly Relation[],
  from1904: boolean,
): Promise<SharedParts> {
  const pieces = (kind: string) => {
    const found = relations.find((relation) => relation.kind === kind);
    return found && parts.pieces(found.part);
  };
  const [texts, styles] = [pieces("sharedStrings"), pieces("styles")];
  return {
    texts: texts ? await readTexts(texts) : [],
    dateStyles: styles ? await readDateStyles(styles) : [],
    from1904,
  };
}
