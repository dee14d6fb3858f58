// Apart from the reader, because who grants permissions asks this before any
// third-party code can be loaded.
import { decimal } from "../../formats/shared/number.ts";
import { headerSeparator } from "../../formats/csv/separator.ts";

/** Whether the first bytes of a file are those of a table of files. */
export function looksLikeFilesTable(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  const header = text.split("\n", 100).find((line) => line.trim() !== "") ?? "";
  const names = header.split(headerSeparator(header))
    .map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return names.includes("file") && names.includes("sample") &&
    !names.some((name) => decimal(name) !== undefined);
}
