// Files that are often given and not read: what they are, and what to do.
import { InputError } from "../errors.ts";
import type { ArchiveKind } from "./containers/archive.ts";
import { withSource } from "./containers/content.ts";

/** A kind of file. */
interface Foreign {
  readonly is: string;
  readonly expected: string;
  /** How it begins, a character for each byte. */
  readonly text?: RegExp;
  /** Its first bytes, in hexadecimal digits. */
  readonly hex?: string;
  readonly archive?: ArchiveKind;
}

const TABLE = "the table saved as .xlsx, .ods or CSV";
const UNPACKED = "the file in it, unpacked";

const FOREIGN: readonly Foreign[] = [
  {
    is: "is a binary workbook of Excel (.xlsb)",
    expected: TABLE,
    archive: "xlsb",
  },
  { is: "is a document of Numbers", expected: TABLE, archive: "numbers" },
  { is: "is a document of Word", expected: TABLE, archive: "docx" },
  {
    is: "is a network that Keras saved",
    expected: "a table",
    archive: "keras",
  },
  {
    is: "is a page of a browser (HTML), whatever its name says",
    expected: TABLE,
    text: /^(\xef\xbb\xbf)?\s*<(!doctype html|html|table)\b/i,
  },
  {
    is: "is a workbook in XML of one file",
    expected: TABLE,
    text: /^(\xef\xbb\xbf)?\s*<\?xml[^]*(<\?mso-application|office:document)/,
  },
  { is: "is a document in PDF", expected: TABLE, text: /^%PDF-/ },
  {
    is: "is a series of spectra over time (.srs) of OMNIC",
    expected: "a file of spectra (.spa or .spg)",
    text: /^Spectral Exte File/,
  },
  { is: "is a tar archive", expected: UNPACKED, text: /^[^]{257}ustar/ },
  { is: "is a 7-Zip archive", expected: UNPACKED, hex: "377abcaf271c" },
  { is: "is a RAR archive", expected: UNPACKED, hex: "526172211a07" },
  { is: "is packed by lz4", expected: UNPACKED, hex: "04224d18" },
  { is: "is packed by compress (.Z)", expected: UNPACKED, hex: "1f9d" },
  {
    is: "is a file of HDF5",
    expected: "the table in it as CSV or Parquet",
    hex: "894844460d0a1a0a",
  },
];

/** Old files of Office, and new ones behind a password. */
const COMPOUND = "d0cf11e0a1b11ae1";

/** What is known of a file's content. */
interface Seen {
  readonly head: Uint8Array;
  readonly archive?: ArchiveKind;
}

/** Whether a file is of a kind that is known and not read. */
export function isForeign(seen: Seen): boolean {
  return isCompound(seen.head) || find(seen) !== undefined;
}

/**
 * Refuses such a file.
 *
 * @param path The file.
 * @param seen What is known of its content.
 * @throws {InputError} What it is, and what was expected.
 */
export async function refuseForeign(path: string, seen: Seen): Promise<never> {
  const { is, expected } = find(seen) ?? await compound(path);
  throw new InputError(`${path}: ${is}; expected ${expected}`);
}

function isCompound(head: Uint8Array): boolean {
  return head.subarray(0, 8).toHex() === COMPOUND;
}

function find({ head, archive }: Seen): Foreign | undefined {
  const text = textOf(head);
  const digits = head.subarray(0, 8).toHex();
  return FOREIGN.find((one) =>
    one.text?.test(text) ||
    (one.hex !== undefined && digits.startsWith(one.hex)) ||
    (archive !== undefined && one.archive === archive)
  );
}

function textOf(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(0, 1024));
}

/** What a compound file holds is told by the first names in its list. */
async function compound(path: string): Promise<Foreign> {
  const names = await withSource(path, async (source) => {
    const head = await source.read(0, 512);
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    if (head.length < 512) return "";
    const sector = 2 ** Math.min(view.getUint16(30, true), 12);
    const at = (view.getUint32(48, true) + 1) * sector;
    return textOf(await source.read(at, 4096)).replaceAll("\0", "");
  });
  if (names.includes("EncryptedP")) {
    return {
      is: "is a workbook behind a password",
      expected: "it saved without one, or the table as CSV",
    };
  }
  return {
    is: names.includes("Workbook") || names.includes("Book")
      ? "is a workbook of Excel before 2007 (.xls)"
      : "is an old document of Office",
    expected: TABLE,
  };
}
