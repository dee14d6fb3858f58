// The same files everywhere: the tiny run of the tests (spectra, spectrograms,
// network, figures) on backend `exact`, and SHA-256 of each of its files. The
// manifest is left out: it says which machine made it. Run it on two machines
// and compare what it prints:
//
//     deno run -A tests/long/run_digests.ts [THREADS]
import { sha256 } from "../../lib/artifacts/sha256.ts";
import { MANIFEST } from "../../lib/pipeline/manifest_file.ts";
import { runTiny, tinyConfig } from "../support/tiny_run.ts";

const { files } = await runTiny(tinyConfig(), Number(Deno.args[0] ?? 1));
for (const path of Object.keys(files).sort()) {
  if (path !== MANIFEST) console.log(`${sha256(files[path])}  ${path}`);
}
