// `deno task init`: a config for data that somebody brings.
import { dirname, relative, resolve } from "node:path";
import { UsageError } from "../lib/errors.ts";
import { runTask } from "./support/cli.ts";
import { shellWord } from "./support/shell_word.ts";
import { flagOptions, SPECTRA_FLAGS } from "./support/spectra_flags.ts";

await runTask({
  name: "init",
  summary: "Looks at spectra and laboratory values, and writes a config that " +
    "reproduce runs.",
  flags: {
    ...SPECTRA_FLAGS,
    labels: {
      value: "FILE",
      help: "The laboratory's table; may be that of the spectra",
      required: true,
    },
    target: {
      value: "NAME",
      help: "Column to predict; several separated by commas",
      required: true,
    },
    out: { value: "FILE", help: "Where to; my.json if not given" },
    force: { help: "Replace a file that is there" },
  },
  example: "--spectra spectra.csv --labels lab.xlsx --target clay",
}, async ({ values, on }) => {
  const out = values.out ?? "my.json";
  const { isThere } = await import("../lib/formats/shared/open_file.ts");
  if (!on.force && await isThere(out)) {
    throw new UsageError(`${out} is there already; --force replaces it.`);
  }
  const { initConfig } = await import("../lib/pipeline/init.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const schema = relative(
    dirname(resolve(out)),
    resolve("paper-config/schema.json"),
  ).replaceAll("\\", "/");
  const { text, said } = await initConfig({
    spectra: values.spectra!,
    labels: values.labels!,
    targets: values.target!.split(",").map((name) => name.trim()),
    schema: schema.startsWith(".") ? schema : `./${schema}`,
    read: flagOptions(values),
  });
  await writeFile(out, new TextEncoder().encode(text));
  console.log(said.join("\n"));
  console.log(`\n${out}: written`);
  console.log(`Run:   deno task reproduce --config ${shellWord(out)}`);
  console.log(`Check: deno task verify artifacts/${JSON.parse(text).name}`);
  return true;
});
