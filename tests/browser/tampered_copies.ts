// A run with one random change after the other, each undone before the next.
import { listFiles } from "../../lib/artifacts/store.ts";
import { Pcg32 } from "../../lib/pcg32.ts";

/** Nothing is claimed of a clock. */
const OF_RUN = /^run\.json$/;

/**
 * Nor of members' lists of their own files; and a study has nothing that follows
 * from its manifest, as a run has.
 */
const OF_STUDY = /\/member\.json$|^study-log\.json$|^manifest\.json$/;

/** A change that stands until the next is asked for. */
export interface Tampered {
  readonly what: string;
  /** The file that must be named. */
  readonly named: string;
}

/**
 * Changes, cuts, deletes or adds a file.
 *
 * @param folder A sound run; it is sound again afterwards.
 * @param count How often.
 */
export async function* tamperedCopies(
  folder: string,
  count: number,
): AsyncGenerator<Tampered> {
  const random = new Pcg32(11);
  const below = (n: number) => random.next() % n;
  const all = await listFiles(folder);
  const unhashed = all.includes("study.json") ? OF_STUDY : OF_RUN;
  const paths = all.filter((path) => !unhashed.test(path));
  for (let i = 0; i < count; i++) {
    const path = paths[below(paths.length)];
    const full = `${folder}/${path}`;
    const bytes = await Deno.readFile(full);
    const at = below(bytes.length);
    const kind = ["change", "cut", "delete", "add"][below(4)];
    const named = kind === "add" ? `${path}.${below(1e6)}` : path;
    if (kind === "delete") await Deno.remove(full);
    else {
      const other = kind === "cut" ? bytes.slice(0, at) : bytes.slice();
      if (kind === "change") other[at] ^= 1 + below(255);
      await Deno.writeFile(`${folder}/${named}`, other);
    }
    yield { what: `${kind} ${path} at ${at}`, named };
    if (kind === "add") await Deno.remove(`${folder}/${named}`);
    await Deno.writeFile(full, bytes);
  }
}
