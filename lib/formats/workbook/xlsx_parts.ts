// The parts of a workbook of Excel, as they refer to each other.
// ECMA-376, parts 1 and 2.
import type { ZipEntry } from "../../artifacts/zip_entries.ts";
import { readXml } from "./xml_events.ts";

const OFFICE = "http://schemas.openxmlformats.org";
const STRICT = "http://purl.oclc.org/ooxml";

/** Prefixes of the namespaces that matter, in both spellings. */
export const XLSX: Readonly<Record<string, string>> = {
  [`${OFFICE}/spreadsheetml/2006/main`]: "x",
  [`${STRICT}/spreadsheetml/main`]: "x",
  [`${OFFICE}/officeDocument/2006/relationships`]: "r",
  [`${STRICT}/officeDocument/relationships`]: "r",
  [`${OFFICE}/package/2006/relationships`]: "p",
};

/** What a part refers to. */
export interface Relation {
  /** Last word of its kind, such as `worksheet`. */
  readonly kind: string;
  /** Name of the other part. */
  readonly part: string;
}

/** A workbook's parts. */
export interface Parts {
  /** A part's bytes; undefined if there is no such part. */
  readonly pieces: (name: string) => AsyncGenerator<Uint8Array> | undefined;
  /** What a part refers to, by identifier. */
  readonly relations: (name: string) => Promise<Map<string, Relation>>;
}

/** Finds the parts of an archive. */
export function xlsxParts(entries: readonly ZipEntry[]): Parts {
  // Names of parts differ by more than case.
  const byName = new Map(
    entries.map((entry) => [entry.name.toLowerCase(), entry]),
  );
  const pieces = (name: string) => byName.get(name.toLowerCase())?.pieces();
  return {
    pieces,
    async relations(name) {
      const found = new Map<string, Relation>();
      const folder = name.slice(0, name.lastIndexOf("/") + 1);
      const list = pieces(`${folder}_rels/${name.slice(folder.length)}.rels`);
      if (!list) return found;
      await readXml(list, XLSX, {
        open(element, attributes) {
          if (element !== "p:Relationship") return;
          const { Id = "", Type = "", Target = "", TargetMode } = attributes();
          if (TargetMode === "External") return;
          const kind = Type.slice(Type.lastIndexOf("/") + 1);
          found.set(Id, { kind, part: resolve(folder, Target) });
        },
      });
      return found;
    },
  };
}

function resolve(folder: string, target: string): string {
  const path = target.startsWith("/") ? target : `${folder}${target}`;
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}
