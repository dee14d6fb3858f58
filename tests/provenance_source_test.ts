// What a manifest says of the source, and how git is asked.
import { assertEquals, assertThrows } from "@std/assert";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { InputError } from "../lib/errors.ts";
import { describeSource, sourceProblem } from "../lib/provenance/source.ts";
import { gitState } from "../tasks/support/git_state.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const DIGEST = "ab".repeat(32);

Deno.test("describeSource takes a clean commit as citable", () => {
  const source = describeSource({ commit: COMMIT, changes: [] }, false);
  assertEquals([source.citable, source.reason], [true, null]);
  assertEquals(source.git?.changes_sha256, null);
});

Deno.test("describeSource refuses a dirty checkout, and names the first files", () => {
  const changes = ["d", "b", "a", "c"].map((path) => ({
    path,
    sha256: DIGEST,
  }));
  assertThrows(
    () => describeSource({ commit: COMMIT, changes }, false),
    InputError,
    "differs from commit 0123456789ab in a, b, c and 1 more",
  );
  const source = describeSource({ commit: COMMIT, changes }, true);
  assertEquals(source.citable, false);
  assertEquals(source.git?.changes.map(({ path }) => path), [
    "a",
    "b",
    "c",
    "d",
  ]);
  const text = JSON.stringify(
    ["a", "b", "c", "d"].map((path) => ({ path, sha256: DIGEST })),
  );
  const digest = sha256(new TextEncoder().encode(text));
  assertEquals(source.git?.changes_sha256, digest);
});

Deno.test("describeSource says so outside of a checkout", () => {
  const source = describeSource(null, false);
  assertEquals([source.git, source.citable], [null, false]);
});

Deno.test("sourceProblem finds a source that claims more than it is", () => {
  const changes = [{ path: "a", sha256: DIGEST }];
  const dirty = describeSource({ commit: COMMIT, changes }, true);
  assertEquals(sourceProblem(dirty), null);
  const problems = [
    { ...dirty, citable: true, reason: null },
    { ...dirty, git: { ...dirty.git!, changes: [] } },
    { ...dirty, git: { ...dirty.git!, changes_sha256: DIGEST } },
    { ...dirty, git: null, citable: true, reason: null },
    { ...dirty, reason: null },
  ].map(sourceProblem);
  assertEquals(problems.filter((problem) => problem === null), []);
});

const hasGit = await new Deno.Command("git", {
  args: ["--version"],
  stdout: "null",
}).output().then(() => true, () => false);

Deno.test({
  name:
    "gitState tells changed and deleted files and new code, and nothing ignored or a person's own",
  ignore: !hasGit,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const git = async (...args: string[]) => {
      const { success } = await new Deno.Command("git", {
        args: [
          "-C",
          folder,
          "-c",
          "user.name=a",
          "-c",
          "user.email=b",
          ...args,
        ],
        stdout: "null",
        stderr: "null",
      }).output();
      if (!success) throw new Error(`git ${args.join(" ")} failed`);
    };
    try {
      assertEquals(await gitState(folder), null);
      await git("init", "--quiet");
      await Deno.writeTextFile(`${folder}/.gitignore`, "ignored\n");
      for (const name of ["kept", "changed", "deleted"]) {
        await Deno.writeTextFile(`${folder}/${name}`, name);
      }
      await git("add", "--all");
      await git("commit", "--quiet", "--message", "first");
      const clean = await gitState(folder);
      assertEquals(clean?.changes, []);
      assertEquals(clean?.commit.length, 40);
      await Deno.writeTextFile(`${folder}/changed`, "other");
      await Deno.writeTextFile(`${folder}/ignored`, "x");
      await Deno.mkdir(`${folder}/lib/new folder`, { recursive: true });
      await Deno.writeTextFile(`${folder}/lib/new folder/é`, "new");
      await Deno.writeTextFile(`${folder}/package.json`, "{}");
      // A person's own, which no code is loaded from.
      await Deno.writeTextFile(`${folder}/my.json`, "{}");
      await Deno.mkdir(`${folder}/field/lib`, { recursive: true });
      await Deno.writeTextFile(`${folder}/field/lib/a.asd`, "x");
      await Deno.writeTextFile(`${folder}/staged.csv`, "x");
      await git("add", "staged.csv");
      await Deno.remove(`${folder}/deleted`);
      const hash = (text: string) => sha256(new TextEncoder().encode(text));
      assertEquals((await gitState(folder))?.changes, [
        { path: "changed", sha256: hash("other") },
        { path: "deleted", sha256: null },
        { path: "lib/new folder/é", sha256: hash("new") },
        { path: "package.json", sha256: hash("{}") },
      ]);
      // A folder inside the checkout is not the package's own checkout.
      assertEquals(await gitState(`${folder}/field`), null);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
