// A clean checkout, and a person with data of their own in it: what init prints
// runs as it is printed, and a run is citable as long as no source is changed.
import { assertEquals, assertMatch } from "@std/assert";
import { canClone, inFreshClone } from "./support/fresh_clone.ts";
import { INPUT_SHAPES, writeShape } from "./support/input_shapes.ts";
import { startTask } from "./support/run_task.ts";

const EXACT = ["--epochs", "1", "--backend", "exact", "--quiet"];

/** Words of a command line that was printed, as a shell takes them. */
async function wordsOf(command: string): Promise<string[]> {
  if (Deno.build.os === "windows") {
    return command.match(/"[^"]*"|\S+/g)!.map((word) => word.replace(/"/g, ""));
  }
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `printf '%s\\0' ${command}`],
  }).output();
  return new TextDecoder().decode(stdout).split("\0").slice(0, -1);
}

Deno.test({
  name: "init in a clean checkout prints commands that run unedited",
  ignore: !canClone,
  fn: () =>
    inFreshClone(async (root) => {
      const task = (...args: string[]) => startTask({ root }, ...args);
      const data = `${root}/field data`;
      await Deno.mkdir(data);
      await writeShape(data, INPUT_SHAPES["a folder of an instrument's files"]);
      // Twice: the config and the run of the first are there at the second.
      for (const out of [[], ["--out", "it's clay (2).json"]]) {
        const made = await task(
          ...["init", "--spectra", "field data/field", "--target", "clay"],
          ...["--labels", "field data/labels.csv", ...out],
        );
        assertEquals([made.code, made.stderr], [0, ""]);
        const [run, check] = await Promise.all(
          ["Run", "Check"].map((what) =>
            wordsOf(
              made.stdout.match(
                new RegExp(`^${what}: +deno task (.*)$`, "m"),
              )![1],
            )
          ),
        );
        const done = await task(...run, ...EXACT);
        assertEquals([done.code, done.stderr], [0, ""]);
        const checked = await task(...check, "--quiet");
        assertEquals([checked.code, checked.stderr], [0, ""]);
        assertMatch(checked.stdout, /^ok +source: commit [0-9a-f]{40}$/m);
      }
      // Source that is changed, and code that the commit does not have.
      for (
        const [path, text] of [["README.md", "Changed"], ["lib/new.ts", ""]]
      ) {
        const before = await Deno.readTextFile(`${root}/${path}`)
          .catch(() => null);
        await Deno.writeTextFile(`${root}/${path}`, text);
        const dirty = await task("reproduce", "--config", "my.json", ...EXACT);
        assertEquals(dirty.code, 1);
        assertMatch(
          dirty.stderr,
          new RegExp(`^The checkout differs from commit \\w+ in ${path}; `),
        );
        if (before === null) await Deno.remove(`${root}/${path}`);
        else await Deno.writeTextFile(`${root}/${path}`, before);
      }
    }),
});
