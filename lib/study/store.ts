// Members on disk: a folder for each, named after its digest, that appears
// whole or not at all. One that is there and sound is not done again.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { sha256 } from "../artifacts/sha256.ts";
import { replaceFile } from "../artifacts/store.ts";
import { writeError } from "../artifacts/write_error.ts";
import type { Job } from "./job.ts";

/** Folder of all members inside a study's. */
export const MEMBERS = "members";

/** A file of a member. */
export interface MemberFile {
  /** Path inside the member's folder. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Files of a member, by path. */
export type MemberFiles = Readonly<Record<string, Uint8Array>>;

const INDEX = "member.json";
const FORMAT = "stibnite-member";

/** Keeps the members of one study. */
export interface MemberStore {
  /** Files of a member, or null if it is not there or not sound. */
  read(job: Job): Promise<MemberFiles | null>;
  /** Keeps the files of a member. */
  write(job: Job, files: MemberFiles): Promise<void>;
}

/**
 * Opens the members of a study.
 *
 * @param folder The study's folder; it need not be there yet.
 */
export function openStore(folder: string): MemberStore {
  const place = ({ key }: Job) => `${folder}/${MEMBERS}/${key}`;
  return { read, write };

  async function read(job: Job): Promise<MemberFiles | null> {
    const path = place(job);
    try {
      const index = JSON.parse(await Deno.readTextFile(`${path}/${INDEX}`));
      if (index.format !== FORMAT || index.key !== job.key) return null;
      const files: Record<string, Uint8Array> = {};
      for (const file of index.files as MemberFile[]) {
        const bytes = await Deno.readFile(`${path}/${file.path}`);
        if (sha256(bytes) !== file.sha256) return null;
        files[file.path] = bytes;
      }
      return files;
    } catch (error) {
      // A member that cannot be read is done again.
      if (error instanceof Deno.errors.NotCapable) throw error;
      return null;
    }
  }

  async function write(job: Job, files: MemberFiles): Promise<void> {
    const path = place(job);
    for (const name of Object.keys(files).sort()) {
      await replaceFile(`${path}/${name}`, files[name]);
    }
    // Last: a member without it is not there.
    await replaceFile(
      `${path}/${INDEX}`,
      new TextEncoder().encode(canonicalJson({
        format: FORMAT,
        version: 1,
        key: job.key,
        name: JSON.parse(JSON.stringify(job.name)),
        files: describeFiles(files).map((file) => ({ ...file })),
      })),
    );
  }
}

/** Path, digest and size of each file, by path. */
export function describeFiles(files: MemberFiles): MemberFile[] {
  return Object.keys(files).sort().map((path) => ({
    path,
    sha256: sha256(files[path]),
    bytes: files[path].length,
  }));
}

/**
 * Removes members that a study does not have: of an earlier config or program.
 *
 * @param folder The study's folder.
 * @param keys Digests of the members that it has.
 */
export async function removeOthers(
  folder: string,
  keys: ReadonlySet<string>,
): Promise<void> {
  const members = `${folder}/${MEMBERS}`;
  try {
    for await (const { name } of Deno.readDir(members)) {
      if (keys.has(name)) continue;
      await Deno.remove(`${members}/${name}`, { recursive: true });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw writeError(error, members);
    }
  }
}
