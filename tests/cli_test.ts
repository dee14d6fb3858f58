// The command lines: flags from tables, help, exit codes, permissions.
import {
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import { helpText, parseTask, type Task } from "../tasks/support/cli.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { duration, line } from "../tasks/support/progress.ts";
import { systemSentence } from "../tasks/support/system_sentence.ts";

const task: Task = {
  name: "bake",
  summary: "Bakes bread.",
  positional: { value: "FOLDER", help: "where the flour is" },
  flags: {
    oven: { value: "NAME", help: "Which oven", choices: ["gas", "wood"] },
    loaves: { value: "N", help: "How many", count: true },
    json: { help: "Print JSON" },
  },
  example: "kitchen --loaves 2",
};

Deno.test("parseTask reads values, counts, switches and the positional", () => {
  const args = parseTask(task, ["kitchen", "--oven=wood", "--loaves", "3"]);
  assertEquals(args.positional, "kitchen");
  assertEquals(args.values.oven, "wood");
  assertEquals(args.counts.loaves, 3);
  assertEquals([args.on.json, args.on.quiet], [false, false]);
});

Deno.test("parseTask takes several positionals where the placeholder ends in …", () => {
  const positional = { value: "FOLDER…", help: "where" };
  const { positionals } = parseTask({ ...task, positional }, ["a", "b"]);
  assertEquals(positionals, ["a", "b"]);
});

for (
  const [args, message] of [
    [["kitchen", "--ovne", "gas"], "bake has no flag --ovne; did you mean"],
    [["kitchen", "--oven", "solar"], '--oven is "solar"; expected gas or wood'],
    [["kitchen", "--oven"], "--oven needs a NAME"],
    [["kitchen", "--loaves", "0"], '--loaves is "0"; expected a whole number'],
    [
      ["kitchen", "--loaves", "2.5"],
      "expected a whole number from 1 to 1000000.",
    ],
    [["kitchen", "--loaves", "1e3"], "from 1 to 1000000, in digits alone."],
    [["kitchen", "--loaves", "1,000"], "from 1 to 1000000, in digits alone."],
    [["kitchen", "--loaves", "1000001"], "a whole number from 1 to 1000000."],
    [["kitchen", "--loaves", "ten"], "a whole number from 1 to 1000000."],
    [["kitchen", "cellar"], 'does not know what to do with "cellar"'],
    [[], "bake needs FOLDER: where the flour is"],
  ] as [string[], string][]
) {
  Deno.test(`parseTask refuses ${JSON.stringify(args)}`, () => {
    assertThrows(() => parseTask(task, args), UsageError, message);
  });
}

Deno.test("helpText lists every flag with its choices", () => {
  const text = helpText(task);
  for (const part of ["--oven NAME", "(gas|wood)", "--quiet", "kitchen --lo"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("nearest finds the meant name and stays silent for a strange one", () => {
  assertEquals(nearest("batchsize", ["epochs", "batch_size"]), "batch_size");
  assertEquals(nearest("zzzzzzzz", ["epochs", "batch_size"]), undefined);
});

Deno.test("permissionFlags lets a task read the checkout and what it is given, and write where it is told", () => {
  assertEquals(permissionFlags("reproduce", []), [
    "--no-prompt",
    "--allow-read=.,artifacts",
    "--allow-write=artifacts",
  ]);
  assertEquals(
    permissionFlags("predict", ["--run", "a", "--spectra=x/b,c", "--out", "d"]),
    [
      "--no-prompt",
      "--allow-read=.,a,x,d,d.part",
      "--allow-write=d,d.part",
    ],
  );
  assertEquals(permissionFlags("verify", ["--json", "x"]), [
    "--no-prompt",
    "--allow-read=.,x",
  ]);
});

Deno.test("permissionFlags grants the network to data alone", () => {
  for (
    const name of ["reproduce", "verify", "figures", "train", "predict", "data"]
  ) {
    const net = permissionFlags(name, []).some((flag) => /net/.test(flag));
    assertEquals(net, name === "data");
  }
});

Deno.test("systemSentence says in words what the system refuses, and nothing of other errors", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/a`;
  const long = `${folder}/${"x".repeat(300)}`;
  const said = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return systemSentence(error);
    }
  };
  try {
    await Deno.writeTextFile(file, "");
    assertEquals(
      said(() => Deno.readTextFileSync(`${folder}/none`)),
      `${folder}/none: there is no such file or folder`,
    );
    if (Deno.build.os !== "windows") {
      // Not every Deno names this path.
      assertMatch(
        said(() => Deno.readTextFileSync(`${file}/b`)) ?? "",
        /^(\/.*\/a\/b|A path that was given): is a file, or lies in one; expected a folder$/,
      );
      assertEquals(
        said(() => Deno.statSync(long)),
        `${long}: has a longer name than the system takes`,
      );
      await Deno.symlink(`${folder}/l`, `${folder}/l`);
      assertEquals(
        said(() => Deno.statSync(`${folder}/l`)),
        `${folder}/l: is a link that leads in a circle`,
      );
    }
    assertEquals(said(() => JSON.parse("{")), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("line shows share, rate and time left", () => {
  const text = line("train", "epochs", { done: 50, total: 200, ms: 10_000 });
  assertStringIncludes(text, " 25 %  5.00 epochs/s  30 s left");
  assertEquals(duration(3_725), "1 h 02 min");
});
