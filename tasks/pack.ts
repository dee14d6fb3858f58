// `deno task pack`: a finished run, with the source that made it, as one archive
// that can be checked anywhere. The source comes on stdin, as git packs it.
import { InputError } from "../lib/errors.ts";
import { runTask } from "./support/cli.ts";
import { shellWord } from "./support/shell_word.ts";

await runTask({
  name: "pack",
  summary:
    "Packs a finished run into one archive that can be checked anywhere.",
  positional: { value: "FOLDER", help: "the run, such as artifacts/quick" },
  flags: {
    out: { value: "FILE.zip", help: "Where to; FOLDER.zip if not given" },
    "with-data": {
      help: "Pack the files that the run read, too; mind their licence",
    },
    "allow-dirty": { help: "Pack a run that cannot be cited, too" },
  },
  example: "artifacts/quick",
}, async ({ positional, values, on }) => {
  const folder = positional!.replace(/[/\\]+$/, "");
  const { verifyRun } = await import("../lib/verify.ts");
  const { readManifest } = await import("../lib/pipeline/manifest_file.ts");
  const { source } = await readManifest(folder);
  if (!source.citable && !on["allow-dirty"]) {
    throw new InputError(
      `${folder}: cannot be cited, because ${source.reason}; --allow-dirty ` +
        "packs it all the same, and the archive says so",
    );
  }
  const { holds, findings } = await verifyRun(folder);
  if (!holds) {
    const { subject, finding } = findings.find((each) => !each.holds)!;
    throw new InputError(`${folder}: does not verify: ${subject} ${finding}`);
  }
  const { unpackFiles } = await import("../lib/artifacts/zip.ts");
  const archive = new Uint8Array(
    await new Response(Deno.stdin.readable).arrayBuffer(),
  );
  const files = archive.length > 0 ? unpackFiles(archive, "source") : null;
  if (source.git && files === null) {
    throw new InputError(
      `${folder}: was made by commit ${source.git.commit}, which this checkout ` +
        "does not have",
    );
  }
  const { packRun } = await import("../lib/pack.ts");
  const { sha256 } = await import("../lib/artifacts/sha256.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const bytes = await packRun(folder, files, {
    withData: on["with-data"],
  });
  const out = values.out ?? `${folder}.zip`;
  await writeFile(out, bytes);
  console.log(`${out}: ${bytes.length} bytes, SHA-256 ${sha256(bytes)}`);
  console.log(`Check: deno task verify ${shellWord(out)}`);
  return true;
});
