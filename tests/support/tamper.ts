// Random changes of a run's files, one at a time, each undone before the next:
// a byte changed, cut off or put in, a file deleted, added or renamed.
import { listFiles } from "../../lib/artifacts/store.ts";
import { RUN_LOG } from "../../lib/pipeline/manifest_file.ts";
import { Pcg32 } from "../../lib/pcg32.ts";
import { verifyRun } from "../../lib/verify.ts";

/** What came of it. */
export interface TamperResult {
  /** Changes that were tried. */
  readonly tried: number;
  /** Changes that verification did not find, or whose file it did not name. */
  readonly missed: readonly string[];
}

/**
 * Changes a run and looks whether verification finds it. The file with clock
 * times is left alone: nothing is claimed of it.
 *
 * @param folder A sound run; it is sound again afterwards.
 * @param options How often, and by which seed.
 */
export async function tamper(
  folder: string,
  { count, seed, onProgress }: {
    readonly count: number;
    readonly seed: number;
    readonly onProgress?: (done: number) => void;
  },
): Promise<TamperResult> {
  const random = new Pcg32(seed);
  const below = (n: number) => random.next() % n;
  const files = (await listFiles(folder)).filter((path) => path !== RUN_LOG);
  const missed: string[] = [];
  for (let i = 0; i < count; i++) {
    const path = files[below(files.length)];
    const full = `${folder}/${path}`;
    const bytes = await Deno.readFile(full);
    const at = below(bytes.length);
    const kind = ["change", "cut", "insert", "delete", "add", "rename"][
      below(6)
    ];
    let named = path;
    let undo = () => Deno.writeFile(full, bytes);
    if (kind === "change") {
      const changed = bytes.slice();
      changed[at] ^= 1 + below(255);
      await Deno.writeFile(full, changed);
    } else if (kind === "cut") {
      const cut = new Uint8Array(bytes.length - 1);
      cut.set(bytes.subarray(0, at));
      cut.set(bytes.subarray(at + 1), at);
      await Deno.writeFile(full, cut);
    } else if (kind === "insert") {
      const longer = new Uint8Array(bytes.length + 1);
      longer.set(bytes.subarray(0, at));
      longer[at] = below(256);
      longer.set(bytes.subarray(at), at + 1);
      await Deno.writeFile(full, longer);
    } else if (kind === "delete") {
      await Deno.remove(full);
    } else {
      named = `${path}.${below(1e6)}`;
      const other = `${folder}/${named}`;
      if (kind === "add") {
        await Deno.writeFile(other, bytes);
        undo = () => Deno.remove(other);
      } else {
        await Deno.rename(full, other);
        undo = () => Deno.rename(other, full);
      }
    }
    if (!await isFound(folder, named)) missed.push(`${kind} ${path} ${at}`);
    await undo();
    onProgress?.(i + 1);
  }
  return { tried: count, missed };
}

async function isFound(folder: string, path: string): Promise<boolean> {
  try {
    const { holds, findings } = await verifyRun(folder);
    const failed = findings.filter((finding) => !finding.holds);
    return !holds &&
      (path.startsWith("manifest.json")
        ? failed.length > 0
        : failed.some(({ subject }) => subject === path));
  } catch (error) {
    // Without a manifest that can be read, the sentence names it.
    return (error as Error).message.includes("manifest.json");
  }
}
