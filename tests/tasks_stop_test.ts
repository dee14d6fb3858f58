// `reproduce` as a process: stopped by signals, started twice, gone on with.
import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  brokenPromise,
  startRun,
  writeSmallConfig,
} from "./support/killable_run.ts";

async function ended(child: Deno.ChildProcess) {
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Waits until a checkpoint is there. */
async function trains(out: string): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    try {
      await Deno.stat(`${out}/.resume/training-1`);
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new Error("no checkpoint in 20 s");
}

Deno.test({
  name:
    "deno task reproduce refuses a second run in its folder, stops at SIGTERM, and goes on",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const config = `${folder}/c.json`;
      const out = `${folder}/run`;
      writeSmallConfig(config, { early_stopping: null });
      const flags = ["--checkpoint-every", "1", "--epochs"];
      const first = startRun(config, out, ...flags, "1000000");
      await trains(out);
      const second = await ended(startRun(config, out, ...flags, "60"));
      assertEquals(second.code, 1);
      assertMatch(
        second.stderr,
        /run: another run is writing there \(process \d+, since .*\n$/,
      );
      assert(second.stderr.includes(`process ${first.pid},`));
      first.kill("SIGTERM");
      const stopped = await ended(first);
      assertEquals(stopped.code, 1);
      const after = /Stopped after epoch (\d+), as asked; the same command/
        .exec(stopped.stderr)?.[1];
      const epochs = String(Number(after) + 2);
      const rest = await ended(startRun(config, out, ...flags, epochs));
      assertEquals(rest.code, 0, rest.stderr);
      assertMatch(rest.stderr, new RegExp(`Resumes after epoch ${after}\\.`));
      assertEquals(await brokenPromise(out), null);
      const names = [...Deno.readDirSync(out)].map(({ name }) => name);
      assert(names.includes("manifest.json") && !names.includes(".resume"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
