// Damaged files of R, NumPy and Parquet: a sentence or a value, nothing else.
// tests/long/fuzz_readers.ts does the same ten thousand times and for every
// reader, with a watch on time, memory and the values.
import { assert, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import { damage } from "./support/damage.ts";

const folder = fileURLToPath(new URL("goldens/", import.meta.url));
const ROUNDS = 60;
/** Rounds that took seconds and gigabytes, or gave a sample no name. */
const ONCE_BAD: Readonly<Record<string, readonly number[]>> = {
  "tables/wide_brotli.parquet": [1541],
  "encodings/delta_int32_v1.parquet": [515, 809],
};

for (
  const name of [
    "r_data/soil_v3_gzip.rda",
    "r_data/soil_v3_bzip2.rda",
    "r_data/soil_v3_xz.rda",
    "r_data/soil_v3_plain.rda",
    "r_data/soil_v2_ascii.rda",
    "r_data/workspace.rda",
    "tables/flat_f8.npz",
    "tables/flat_packed.npz",
    "tables/wide_snappy.parquet",
    "tables/wide_zstd.parquet",
    "tables/wide_brotli.parquet",
    "tables/lists.parquet",
    "encodings/delta_int32_v1.parquet",
    "encodings/checksum_v1.parquet",
  ]
) {
  Deno.test(`openSpectra answers damage to ${name} with a sentence or a value`, async () => {
    const bytes = await Deno.readFile(folder + name);
    const path = await Deno.makeTempFile();
    let sentences = 0;
    try {
      const rounds = [...Array(ROUNDS).keys(), ...ONCE_BAD[name] ?? []];
      for (const round of rounds) {
        await Deno.writeFile(path, damage(bytes, round));
        try {
          createSpectraSet(await openSpectra(path));
        } catch (error) {
          assert(error instanceof InputError, `round ${round}: ${error}`);
          assert(!/\n|\bundefined\b/.test(error.message), error.message);
          sentences++;
        }
      }
    } finally {
      await Deno.remove(path);
    }
    assertGreater(sentences, ROUNDS / 3);
  });
}
