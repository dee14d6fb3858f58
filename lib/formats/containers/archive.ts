// Zip archives: those that are a format of their own, such as workbooks, and
// those that only pack what is meant.
import { InputError } from "../../errors.ts";

/** A format whose files are zip archives. */
export type ArchiveKind =
  | "npz"
  | "xlsx"
  | "ods"
  | "xlsb"
  | "docx"
  | "numbers"
  | "keras";

const KINDS: readonly {
  readonly kind: ArchiveKind;
  /** Every one of these fits some name. */
  readonly has: readonly RegExp[];
}[] = [
  { kind: "npz", has: [/^[^/]+\.npy$/] },
  { kind: "xlsb", has: [/^\[Content_Types\]\.xml$/, /^xl\/workbook\.bin$/] },
  { kind: "xlsx", has: [/^\[Content_Types\]\.xml$/, /^xl\//] },
  { kind: "docx", has: [/^\[Content_Types\]\.xml$/, /^word\//] },
  {
    kind: "ods",
    has: [/^mimetype$/, /^(content\.xml|encrypted-package)$/],
  },
  { kind: "numbers", has: [/^Index(\.zip$|\/.*\.iwa$)/] },
  { kind: "keras", has: [/^config\.json$/, /^model\.weights\.h5$/] },
];

/** What systems put into archives beside the files that are meant. */
const LITTER = /(^|\/)(__MACOSX\/|\.|(thumbs\.db|desktop\.ini)$)/i;

/** What people put beside a table. */
const WORDS =
  /(^|\/)(read.?me|licen[cs]e|copying|citation|changelog)[^/]*$|\.(md|pdf)$/i;

/** Names that a sentence lists. */
const LISTED = 8;

/** Whether a file begins as a zip archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

/** The format that an archive is, by the names of what is in it. */
export function archiveKind(
  names: readonly string[],
): ArchiveKind | undefined {
  return KINDS.find(({ has }) =>
    has.every((pattern) => names.some((name) => pattern.test(name)))
  )?.kind;
}

/**
 * Picks the one table of an archive that only packs.
 *
 * @param names Names of what is in it; folders, what systems add, and texts
 * such as a README are passed over.
 * @param path The archive's name, for messages.
 * @throws {InputError} If there is none, or several.
 */
export function onlyTable(names: readonly string[], path: string): string {
  const files = names.filter((name) =>
    !name.endsWith("/") && !LITTER.test(name)
  );
  const meant = files.length > 1
    ? files.filter((name) => !WORDS.test(name))
    : files;
  if (meant.length === 1) return meant[0];
  const found = files.length === 0
    ? "is a zip archive without files"
    : `is a zip archive of ${files.length} files: ${listNames(files)}`;
  throw new InputError(
    `${path}: ${found}; expected one table in it, or files that are unpacked`,
  );
}

/** Names for a sentence, the first ones of many; a damaged name may be anything. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED)
    .map((name) => name.replace(/\p{Cc}/gu, "�").slice(0, 60));
  const more = names.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
