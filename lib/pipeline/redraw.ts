// `deno task figures`: the figures of a run, drawn again from its archive.
import { writeFile } from "../artifacts/store.ts";
import { readArchive } from "./archive.ts";
import { figureFiles } from "./derive.ts";
import { readManifest } from "./manifest_file.ts";
import { reportFiles } from "./report_file.ts";
import { readParts } from "./report_parts.ts";

/**
 * Draws the figures of a finished run again, makes its report again, and writes
 * what differs.
 *
 * @param folder The run.
 * @param options Where progress goes.
 * @returns Path and fate of each file.
 * @throws {InputError} If the folder is not a finished run.
 */
export async function redrawFigures(
  folder: string,
  { onProgress }: {
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<{ path: string; changed: boolean }[]> {
  const manifest = await readManifest(folder);
  const archive = await readArchive(folder);
  const figures = await figureFiles(archive, manifest.run, onProgress);
  const backend = manifest.environment.backend.name;
  const files = {
    ...figures,
    ...reportFiles(archive, { ...manifest, backend }, {
      figures,
      parts: await readParts(folder, manifest.artifacts),
    }),
  };
  const drawn = [];
  for (const path of Object.keys(files).sort()) {
    const changed = await writeFile(`${folder}/${path}`, files[path]);
    drawn.push({ path, changed });
  }
  return drawn;
}
