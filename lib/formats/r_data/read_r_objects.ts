// A file of R: packed or not, a workspace of named objects (.rda, .RData) or
// one object (.rds), serialized in one of three spellings.
import { InputError } from "../../errors.ts";
import { readWhole } from "../containers/content.ts";
import { unpackBytes } from "../containers/unpack_bytes.ts";
import { binaryInput, type Fail, type RInput, textInput } from "./input.ts";
import { unserialize } from "./unserialize.ts";
import type { RObject } from "./values.ts";

/** First bytes of a workspace: spelling, then version 2 or 3. */
const WORKSPACE = /^RD([XAB])([23])\n/;

/** First bytes of a serialized value, by its spelling. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  X: ["X\n\0\0\0\x02", "X\n\0\0\0\x03"],
  B: ["B\n\x02\0\0\0", "B\n\x03\0\0\0"],
  A: ["A\n2\n", "A\n3\n"],
};

/** Largest file that is read into memory. */
const LARGEST = 2 ** 31;

/** Whether bytes, unpacked, begin as R data do. */
export function isRData(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 16));
  return /^RD[XAB][1-3]\n/.test(text) || spellingOf(text) !== undefined;
}

function spellingOf(text: string): string | undefined {
  return Object.entries(SPELLINGS).find(([, starts]) =>
    starts.some((start) => text.startsWith(start))
  )?.[0];
}

/**
 * Reads the objects of a file of R.
 *
 * @param path An `.rda`, `.RData` or `.rds` file, versions 2 and 3, packed or
 * not.
 * @returns Objects by name; that of an `.rds` file has the name "".
 * @throws {InputError} If it cannot be read, is damaged, or holds what this
 * reader does not know.
 */
export async function readRObjects(path: string): Promise<RObject[]> {
  const expected = `at most ${LARGEST}`;
  return await decodeRObjects(await readWhole(path, LARGEST, expected), path);
}

/**
 * Reads the objects of a file of R from its bytes.
 *
 * @param bytes The file, packed or not.
 * @param path Its name, for messages.
 * @throws {InputError} As `readRObjects`.
 */
export async function decodeRObjects(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<RObject[]> {
  const data = await unpackBytes(bytes, path);
  const fail: Fail = (found) => {
    throw new InputError(
      `${path}: ${found}; expected data that R saved by save() or saveRDS()`,
    );
  };
  const text = String.fromCharCode(...data.subarray(0, 16));
  const workspace = WORKSPACE.exec(text);
  const start = workspace?.[0].length ?? 0;
  const spelling = spellingOf(text.slice(start));
  if (spelling === undefined) {
    fail(
      /^RD[XAB]1\n/.test(text)
        ? "is saved in format 1, older than R 1.4"
        : "holds no R data of version 2 or 3",
    );
  }
  const input = spelling === "A"
    ? textInput(data, { start: start + 2, fail })
    : binaryInput(data, {
      start: start + 2,
      littleEndian: spelling === "B",
      fail,
    });
  skipVersions(input);
  const value = unserialize(input, fail);
  if (!workspace) return [{ name: "", value }];
  const names = value.attributes.get("names");
  if (value.kind !== "list" || names?.kind !== "character") {
    return fail("holds no named objects");
  }
  return value.values.map((item, at) => ({
    name: names.values[at] ?? "",
    value: item,
  }));
}

/** Format, R that wrote it, oldest R that reads it, encoding since 3. */
function skipVersions(input: RInput): void {
  const version = input.int();
  input.int();
  input.int();
  if (version === 3) input.text(input.int());
}
