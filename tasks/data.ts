// `deno task data`: brings a real data set into data/, checked by SHA-256.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";
import { UsageError } from "../lib/errors.ts";

await runTask({
  name: "data",
  summary: "Brings a real data set into data/, checked by SHA-256.",
  positional: { value: "[NAME]", help: "Which one, such as geeves" },
  flags: {
    from: {
      value: "FOLDER",
      help: "Take its file from this folder instead of its source",
    },
    list: { help: "List the data sets" },
  },
  example: "geeves --from my-folder",
}, async ({ positional: name, values, on }) => {
  const { DATASETS } = await import("../lib/datasets/registry.ts");
  if (on.list) {
    const { datasetState } = await import("../lib/datasets/state.ts");
    for (const { name, title, licence, source } of Object.values(DATASETS)) {
      console.log(`${name}: ${title}\n  licence ${licence}\n  ${source.url}`);
      for (const { path, state } of await datasetState(name, `data/${name}`)) {
        console.log(`  ${path}: ${state}`);
      }
    }
    return true;
  }
  if (name === undefined) {
    throw new UsageError("data needs the NAME of a data set, or --list.");
  }
  const { fetchDataset, takeDataset } = await import(
    "../lib/datasets/bring.ts"
  );
  const folder = `data/${name}`;
  const progress = openProgress(on.quiet);
  const { path, written } = values.from
    ? await takeDataset(name, values.from, folder)
    : await fetchDataset(name, folder, {
      onProgress: progress.stage("fetch", "bytes"),
    });
  progress.end();
  console.log(`${path}: ${written ? "written" : "was here"}, SHA-256 right`);
  return true;
});
