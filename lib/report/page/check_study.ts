// Checks the files of a study in memory: every digest, and no file too many.
// Its tables follow from members by code that a page does not have.
import { InputError } from "../../errors.ts";
import type { HashedFile } from "../../provenance/manifest_types.ts";
import { checkListed, type Files } from "./check_files.ts";
import { type Checked, manifestText } from "./check_run.ts";

/** What is needed of a study's manifest. */
interface StudyLists {
  readonly environment: Readonly<Record<string, unknown>>;
  readonly artifacts: readonly HashedFile[];
  readonly members: readonly {
    readonly key: string;
    readonly files: readonly HashedFile[];
  }[];
}

/**
 * Checks the files of a study.
 *
 * @param files Bytes by path inside the study.
 * @throws {InputError} If there is no manifest that can be read.
 */
export async function checkStudy(files: Files): Promise<Checked<StudyLists>> {
  let manifest: StudyLists;
  let listed: HashedFile[];
  try {
    manifest = JSON.parse(manifestText(files));
    listed = [
      ...manifest.artifacts,
      ...manifest.members.flatMap(({ key, files }) =>
        files.map((file) => ({ ...file, path: `members/${key}/${file.path}` }))
      ),
    ];
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("manifest.json: is not the manifest of a study");
  }
  return {
    manifest,
    findings: await checkListed(files, listed, [
      "manifest.json",
      "study-log.json",
      ...manifest.members.map(({ key }) => `members/${key}/member.json`),
    ]),
  };
}
