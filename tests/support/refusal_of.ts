// What both doors for files say of one.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../lib/errors.ts";
import { openSpectra } from "../../lib/spectra/open.ts";
import { openLabels } from "../../lib/spectra/tables/open_labels.ts";
import { inFile } from "./in_file.ts";

/**
 * The sentence with which spectra and laboratory values are refused.
 *
 * @param content A file.
 * @returns What follows its name.
 */
export async function refusalOf(content: Uint8Array | string): Promise<string> {
  return await inFile(content, async (path) => {
    const errors = [];
    for (
      const read of [openSpectra, (path: string) => openLabels(path, ["clay"])]
    ) {
      errors.push(await assertRejects(() => read(path), InputError));
    }
    const [one, other] = errors.map(({ message }) => message);
    assert(one.startsWith(`${path}`), one);
    assertEquals(one.split("\n").length, 1);
    assertEquals(other, one, "both doors say the same");
    return one.slice(path.length);
  });
}
