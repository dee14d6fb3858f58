// Pickles that pandas and NumPy wrote (tests/reference/pickle_goldens.py).

/** One environment's pickles. */
export interface PickleGolden {
  /** Its name. */
  readonly tag: string;
  /** Versions of pandas and NumPy. */
  readonly madeWith: string;
  /** Files by shape and protocol, such as `index_4`. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const TAGS = [
  "pandas10",
  "pandas12",
  "pandas15",
  "pandas22",
  "pandas31",
  "plain31",
];

/** All of them. */
export async function pickleGoldens(): Promise<PickleGolden[]> {
  return await Promise.all(TAGS.map(async (tag) => {
    const url = new URL(`../goldens/pickles/${tag}.json`, import.meta.url);
    const { made_with: madeWith, files } = JSON.parse(
      await Deno.readTextFile(url),
    );
    return {
      tag,
      madeWith,
      files: Object.fromEntries(
        Object.entries(files as Record<string, string>).map((
          [name, text],
        ) => [name, Uint8Array.fromBase64(text)]),
      ),
    };
  }));
}
