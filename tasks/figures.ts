// `deno task figures`: draws a run's figures again from its archived numbers.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "figures",
  summary: "Makes figures and report of a run again from its archived numbers.",
  positional: { value: "FOLDER", help: "the run, such as artifacts/quick" },
  flags: {},
  example: "artifacts/quick",
}, async ({ positional, on }) => {
  const { redrawFigures } = await import("../lib/pipeline/redraw.ts");
  const progress = openProgress(on.quiet);
  const drawn = await redrawFigures(positional!, {
    onProgress: progress.stage("figures", "figures"),
  });
  progress.end();
  for (const { path, changed } of drawn) {
    console.log(
      `${positional}/${path}: ${changed ? "rewritten" : "same bytes"}`,
    );
  }
  return true;
});
