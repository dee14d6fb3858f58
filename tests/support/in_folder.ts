// Files in a folder that is there while a test uses it.

/** Texts and bytes by name; names may have folders. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/** Writes files, uses their folder, and removes it. */
export async function inFolder(
  files: Files,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), {
        recursive: true,
      });
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
