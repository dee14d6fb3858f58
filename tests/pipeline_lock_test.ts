// Who may write into a run's folder.
import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { lockRun } from "../lib/pipeline/lock.ts";
import { systemError } from "./support/full_disk.ts";
import { ROOT } from "./support/tiny_run.ts";

async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = (folder: string) =>
  [...Deno.readDirSync(folder)].map((e) => e.name);

Deno.test("lockRun makes the folder, and release leaves nothing behind", () =>
  inFolder(async (folder) => {
    const lock = await lockRun(`${folder}/a/b`);
    assertEquals(names(`${folder}/a/b/.resume`), ["lock"]);
    await lock.release();
    await lock.release(); // nothing more to give back
    assertEquals(names(`${folder}/a`), []);
  }));

Deno.test("lockRun keeps a folder that was there, and what is kept for resuming", () =>
  inFolder(async (folder) => {
    const first = await lockRun(folder);
    await Deno.writeTextFile(`${first.resumeFolder}/training-0`, "x");
    await first.release();
    assertEquals(names(`${folder}/.resume`), ["training-0"]);
    const second = await lockRun(folder);
    await Deno.mkdir(`${second.resumeFolder}/files/figures`, {
      recursive: true,
    });
    await second.finish();
    assertEquals(names(folder), []);
  }));

Deno.test("lockRun refuses a second run in one folder, names the first, and lets it in afterwards", () =>
  inFolder(async (folder) => {
    const lock = await lockRun(folder);
    await assertRejects(
      () => lockRun(folder),
      InputError,
      `${folder}: another run is writing there (process ${Deno.pid}, since 2`,
    );
    await lock.release();
    await (await lockRun(folder)).release();
  }));

Deno.test("lockRun lets one of many in at a time", () =>
  inFolder(async (folder) => {
    let inside = 0;
    let most = 0;
    const enter = async (): Promise<void> => {
      try {
        const lock = await lockRun(folder);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside--;
        await lock.release();
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1));
        return enter();
      }
    };
    await Promise.all(Array.from({ length: 12 }, enter));
    assertEquals(most, 1);
  }));

Deno.test("lockRun knows that the owner was killed, whoever has its process number now", () =>
  inFolder(async (folder) => {
    const holder = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", "tests/support/lock_holder.ts", folder],
      cwd: ROOT,
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    await reader.read();
    await assertRejects(
      () => lockRun(folder),
      InputError,
      `another run is writing there (process ${holder.pid}, since`,
    );
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    const path = `${folder}/.resume/lock`;
    assertEquals(JSON.parse(await Deno.readTextFile(path)).pid, holder.pid);
    // A living process, which is not the owner.
    await Deno.writeTextFile(path, JSON.stringify({ pid: Deno.pid }));
    await (await lockRun(folder)).release();
    assertEquals(names(folder), []);
  }));

Deno.test("lockRun says in a sentence that a folder is a file, or not to be written", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await assertRejects(
      () => lockRun(`${folder}/file`),
      InputError,
      "file: cannot be written (a part of its path is a file, not a folder)",
    );
    const { mkdir } = Deno;
    try {
      Deno.mkdir = () => Promise.reject(systemError("EROFS"));
      await assertRejects(
        () => lockRun(`${folder}/run`),
        InputError,
        "run: cannot be written (the file system is read-only)",
      );
    } finally {
      Deno.mkdir = mkdir;
    }
  }));
