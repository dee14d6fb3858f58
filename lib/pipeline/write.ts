// A finished run on its way to disk. Files are written only where their bytes
// differ, the manifest last: a folder with a manifest holds a whole run.
import { listFiles, writeFile } from "../artifacts/store.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { RunFiles } from "./assemble.ts";
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

/**
 * Writes a run.
 *
 * @param folder Where to; see `checkTarget`.
 * @param run The files of the run.
 * @param log What `run.json` says of this execution: clock, host, durations.
 */
export async function writeRun(
  folder: string,
  run: RunFiles,
  log: Readonly<Record<string, unknown>>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const manifest = `${folder}/${MANIFEST}`;
  const same = await sameText(manifest, run.files[MANIFEST]);
  // Between two runs the folder holds no manifest rather than a wrong one.
  if (!same) await Deno.remove(manifest).catch(ignoreMissing);
  await removeOthers(folder, run);
  for (const path of Object.keys(run.files).sort()) {
    if (path !== MANIFEST) {
      await writeFile(`${folder}/${path}`, run.files[path]);
    }
  }
  const text = JSON.stringify(log, null, 2) + "\n";
  await writeFile(`${folder}/${RUN_LOG}`, new TextEncoder().encode(text));
  await writeFile(manifest, run.files[MANIFEST]);
}

/** Artifacts of an earlier run that this one does not have. */
async function removeOthers(folder: string, run: RunFiles): Promise<void> {
  for (const path of await listFiles(folder)) {
    const ours = /^(figures|model|checkpoint)\//.test(path);
    if (ours && !(path in run.files)) await Deno.remove(`${folder}/${path}`);
  }
}

async function sameText(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const there = await Deno.readFile(path);
    return there.length === bytes.length &&
      there.every((byte, at) => byte === bytes[at]);
  } catch {
    return false;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
