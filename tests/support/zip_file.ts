// Zip archives as tests need them.
import { zipSync } from "../../lib/third_party/fflate.ts";

/** Packs files; the same ones give the same bytes. */
export function zipFile(
  files: Readonly<Record<string, string | Uint8Array>>,
): Uint8Array<ArrayBuffer> {
  const bytes = Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    ]),
  );
  const mtime = new Date(1980, 0, 1, 12);
  return zipSync(bytes, { mtime }) as Uint8Array<ArrayBuffer>;
}
