// Which program is at work, to the byte: what one version of the code has begun
// another one must not finish, or the manifest would name the wrong one.
import { fileURLToPath } from "node:url";
import { sha256 } from "../artifacts/sha256.ts";
import { listFiles } from "../artifacts/store.ts";
import { PACKAGE } from "../version.ts";

/** Folders of lib/ whose code decides what training computes. */
const FOLDERS = ["backend", "model", "third_party", "training"];

/**
 * Names the program that trains.
 *
 * @param folders Folders of lib/ whose code counts; those of training unless
 * said.
 * @returns Package and version, the digest of its code where that lies in files
 * that may be read, Deno, system and processor.
 */
export async function describeProgram(
  folders: readonly string[] = FOLDERS,
): Promise<string> {
  const parts = [
    `${PACKAGE.name}@${PACKAGE.version}`,
    await codeDigest(folders),
    `Deno ${Deno.version.deno}`,
    `${Deno.build.os} ${Deno.build.arch}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

async function codeDigest(
  folders: readonly string[],
): Promise<string | null> {
  const lib = new URL("../", import.meta.url);
  if (lib.protocol !== "file:") return null; // its version says it all
  const lines: string[] = [];
  try {
    for (const folder of folders) {
      const root = fileURLToPath(new URL(folder, lib));
      for (const path of await listFiles(root)) {
        const bytes = await Deno.readFile(`${root}/${path}`);
        lines.push(`${sha256(bytes)}  ${folder}/${path}`);
      }
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
  const digest = sha256(new TextEncoder().encode(lines.join("\n")));
  return `code ${digest.slice(0, 16)}`;
}
