// Runs on disks that fill up: a small tmpfs (needs root and Linux; says so and
// exits 0 elsewhere). On every size from too small for a checkpoint to large
// enough, a run must end with one sentence or be done, leave what was there
// whole, and be finished by the same command when there is space.
//
//     deno run -A tests/long/full_disk.ts
import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  brokenPromise,
  digests,
  startRun,
  writeSmallConfig,
} from "../support/killable_run.ts";

const root = await Deno.makeTempDir({ prefix: "full-disk-" });
const config = `${root}/config.json`;
const disk = `${root}/disk`;
const out = `${disk}/run`;
await Deno.mkdir(disk);
writeSmallConfig(config);

async function system(command: string, ...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(command, {
    args,
    stderr: "null",
  }).output();
  return success;
}

const mount = (options: string) =>
  system("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk);
const remount = (options: string) =>
  system("mount", "-o", `remount,${options}`, disk);

async function reproduce(folder: string, ...more: string[]) {
  const child = startRun(config, folder, "--checkpoint-every", "7", ...more);
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

if (Deno.build.os !== "linux" || !await mount("size=64k").catch(() => false)) {
  console.log("Skipped: a tmpfs cannot be mounted here.");
  Deno.exit(0);
}

try {
  const whole = await reproduce(`${root}/whole`);
  assertEquals(whole.code, 0, whole.stderr);
  const expected = await digests(`${root}/whole`);
  const shorter = await reproduce(`${root}/shorter`, "--epochs", "5");
  assertEquals(shorter.code, 0, shorter.stderr);
  const earlier = await digests(`${root}/shorter`);

  /** Runs where there may be too little space, then where there is enough. */
  const fillUp = async (kib: number, before: typeof earlier | null) => {
    const full = await reproduce(out);
    if (full.code !== 0) {
      assertEquals(full.code, 1, full.stderr);
      assertMatch(full.stderr, /cannot be written \(no space is left/);
      assert(!/fault of the package/.test(full.stderr), full.stderr);
      const left = await digests(out).catch(() => ({}));
      const kept = Object.entries(left)
        .filter(([path]) => !path.startsWith(".resume/"));
      assertEquals(Object.fromEntries(kept), before ?? {});
      assert(!Object.keys(left).some((path) => /\.part$/.test(path)));
    }
    assertEquals(await brokenPromise(out).catch(() => null), null);
    assert(await remount("size=64m"));
    const rest = await reproduce(out);
    assertEquals(rest.code, 0, rest.stderr);
    assertEquals(await digests(out), expected);
    const resumed = /Resumes after epoch \d+/.exec(rest.stderr)?.[0] ?? "-";
    const ended = full.stderr.trim().split("\n").at(-1)!.replace(out, "…");
    const last = full.code === 0 ? "done" : ended;
    console.log(`${`${kib}`.padStart(6)} KiB: ${last}\n            ${resumed}`);
  };

  for (const kib of [4, 16, 32, 64, 96, 128, 256, 512, 768, 1024, 4096]) {
    await system("umount", disk);
    assert(await mount(`size=${kib}k`));
    await fillUp(kib, null);
  }
  console.log("Over an earlier run, with so much space beside it:");
  for (const kib of [8, 48, 100, 300, 600, 4096]) {
    await system("umount", disk);
    assert(await mount("size=64m"));
    const { code } = await reproduce(out, "--epochs", "5");
    assertEquals(code, 0);
    assertEquals(await digests(out), earlier);
    const { stdout } = await new Deno.Command("df", {
      args: ["-k", "--output=used", disk],
    }).output();
    const used = Number(new TextDecoder().decode(stdout).split("\n")[1]);
    assert(await remount(`size=${used + kib}k`));
    await fillUp(kib, earlier);
  }

  await system("umount", disk);
  assert(await mount("size=4m"));
  assert(await remount("ro"));
  const start = performance.now();
  const denied = await reproduce(out);
  assertEquals(denied.code, 1);
  assertMatch(
    denied.stderr,
    /^[^\n]*cannot be written \(the file system is read-only\)\n$/,
  );
  console.log(
    `Read-only: ${denied.stderr.trim().replace(out, "…")} ` +
      `(${Math.round(performance.now() - start)} ms)`,
  );
} finally {
  await system("umount", disk);
  await Deno.remove(root, { recursive: true });
}
