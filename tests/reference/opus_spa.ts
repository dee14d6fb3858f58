// Writes the OPUS and OMNIC files that opus_spa.py reads into
// tests/goldens/instruments.
import { OPUS_SPA_FILES } from "../support/opus_spa_files.ts";

for (const [name, bytes] of Object.entries(OPUS_SPA_FILES)) {
  await Deno.writeFile(
    new URL(`../goldens/instruments/${name}`, import.meta.url),
    bytes,
  );
}
