// A finished run on its way to disk. Files are written only where their bytes
// differ, the manifest last: a folder with a manifest holds a whole run,
// whenever the process is killed.
import { listFiles } from "../artifacts/store.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { RunFiles } from "./assemble.ts";
import { commitFiles } from "./commit.ts";
import { lockRun, RESUME_FOLDER, type RunLock } from "./lock.ts";
import { MANIFEST, readManifest, RUN_LOG } from "./manifest_file.ts";

/**
 * Makes sure that a run may go into a folder before hours go into the run.
 *
 * @param folder Where it is to go.
 * @param config What is to run.
 * @param force Whether whatever is there may be replaced.
 * @throws {InputError} If the folder holds something else than an earlier run
 * of the same name.
 */
export async function checkTarget(
  folder: string,
  config: Config,
  force: boolean,
): Promise<void> {
  let present: string[];
  try {
    present = await listFiles(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotADirectory) {
      throw new InputError(`${folder}: is a file; expected a folder`);
    }
    throw error;
  }
  if (present.length === 0 || force) return;
  if (!present.includes(MANIFEST)) {
    // A run that was killed; its checkpoint says whether it is this one.
    const begun = present.some((path) => path.startsWith(`${RESUME_FOLDER}/`));
    if (begun) return;
    throw new InputError(
      `${folder}: holds files that are no run, such as ${present[0]}; give ` +
        "another --out, or --force to write there",
    );
  }
  const { run } = await readManifest(folder);
  if (run.name !== config.name) {
    throw new InputError(
      `${folder}: holds the run ${run.name}; give another --out, or --force ` +
        `to replace it by ${config.name}`,
    );
  }
}

/** Files of earlier runs, which go if the new run has none of that name. */
const OURS = /^((figures|model|checkpoint)\/|(preprocess\.json|report\.html)$)/;

/**
 * Writes a run.
 *
 * @param target Where to (see `checkTarget`): a folder, or the lock of one,
 * which is given back.
 * @param run The files of the run.
 * @param log What `run.json` says of this execution: clock, host, durations.
 * @throws {InputError} If another run is writing there, or the disk is full or
 * read-only; what was there then stays.
 */
export async function writeRun(
  target: string | RunLock,
  run: RunFiles,
  log: Readonly<Record<string, unknown>>,
): Promise<void> {
  const lock = typeof target === "string" ? await lockRun(target) : target;
  try {
    const text = JSON.stringify(log, null, 2) + "\n";
    const files = { ...run.files, [RUN_LOG]: new TextEncoder().encode(text) };
    await commitFiles(lock, {
      files,
      last: MANIFEST,
      isStale: (path) => {
        // Temporary files of a process that was killed, too.
        const meant = path.replace(/\.part$/, "");
        if (meant !== path && meant in files) return true;
        return OURS.test(meant) && !(path in files);
      },
    });
    await lock.finish();
  } finally {
    await lock.release();
  }
}
