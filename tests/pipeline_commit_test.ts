// A folder that takes a set of files, by a process that dies at any of its
// operations on files: what is there then, and after the next attempt.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { listFiles, replaceFile } from "../lib/artifacts/store.ts";
import { writeError } from "../lib/artifacts/write_error.ts";
import { type Commit, commitFiles } from "../lib/pipeline/commit.ts";
import { lockRun } from "../lib/pipeline/lock.ts";
import { fillDisk, systemError } from "./support/full_disk.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Files that each say to which version they belong, as their manifest does. */
const version = (name: string, ...paths: string[]): Commit => {
  const files: Record<string, Uint8Array> = { "manifest.json": utf8(name) };
  for (const path of paths) files[path] = utf8(`${name} ${path}`);
  files["same.csv"] = utf8("same in both");
  return {
    files,
    last: "manifest.json",
    isStale: (path) => path.startsWith("figures/") && !(path in files),
  };
};

const OLD = version("old", "a.csv", "figures/a.svg", "figures/b.svg");
const NEW = version("new", "a.csv", "b.csv", "figures/a.svg", "model/w.bin");

async function write(folder: string, commit: Commit): Promise<void> {
  const lock = await lockRun(folder);
  try {
    await commitFiles(lock, commit);
    await lock.finish();
  } finally {
    await lock.release();
  }
}

async function read(folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const path of await listFiles(folder)) {
    if (path.startsWith(".resume/")) continue;
    files[path] = await Deno.readFile(`${folder}/${path}`);
  }
  return files;
}

async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Lets the first `count` operations happen and none after them, as if the
 * process had been killed there: what follows an error tidies up in vain.
 */
async function dying(count: number, work: () => Promise<void>) {
  let left = count;
  const spend = async () => {
    await Promise.resolve();
    if (left-- <= 0) throw new Error("killed");
  };
  const { open, mkdir, remove, rename } = Deno;
  const { write, sync } = Deno.FsFile.prototype;
  Deno.open = (...args) => spend().then(() => open(...args));
  Deno.mkdir = (...args) => spend().then(() => mkdir(...args));
  Deno.remove = (...args) => spend().then(() => remove(...args));
  Deno.rename = (...args) => spend().then(() => rename(...args));
  Deno.FsFile.prototype.sync = function () {
    return spend();
  };
  Deno.FsFile.prototype.write = function (bytes) {
    // Half of it first: a file may be cut short anywhere.
    const half = Math.ceil(bytes.length / 2);
    return spend().then(() => write.call(this, bytes.subarray(0, half)));
  };
  try {
    await work();
    return true;
  } catch (error) {
    assertEquals((error as Error).message, "killed");
    return false;
  } finally {
    Object.assign(Deno, { open, mkdir, remove, rename });
    Object.assign(Deno.FsFile.prototype, { write, sync });
  }
}

for (
  const [what, before] of [["an empty folder", null], [
    "an older one",
    OLD,
  ]] as [
    string,
    Commit | null,
  ][]
) {
  Deno.test(`commitFiles over ${what}, killed at any operation, leaves a whole set or no manifest`, () =>
    inFolder(async (root) => {
      let done = false;
      let count = 0;
      const seen = { old: 0, none: 0, new: 0 };
      const { sync } = Deno.FsFile.prototype;
      // Thousands of them wait long for a busy disk, and show nothing here.
      Deno.FsFile.prototype.sync = () => Promise.resolve();
      for (; !done; count++) {
        const folder = `${root}/${count}`;
        if (before) await write(folder, before);
        done = await dying(count, () => write(folder, NEW));
        const found = await read(folder).catch(() => ({}));
        const kind = "manifest.json" in found
          ? new TextDecoder().decode(found["manifest.json"] as Uint8Array)
          : "none";
        seen[kind as keyof typeof seen]++;
        if (kind === "old") assertEquals(found, before!.files);
        if (kind === "new") assertEquals(found, NEW.files);
        await write(folder, NEW);
        assertEquals(await read(folder), NEW.files);
        assert(!(await listFiles(folder)).some((path) => /resume/.test(path)));
      }
      assert(count > 60, String(count));
      assert(seen.none > 0 && seen.new > 0);
      if (before) assert(seen.old > 40);
      Deno.FsFile.prototype.sync = sync;
    }));
}

Deno.test("commitFiles leaves files alone whose bytes are right", () =>
  inFolder(async (folder) => {
    await write(folder, NEW);
    for (const path of Object.keys(NEW.files)) {
      await Deno.utime(`${folder}/${path}`, 1000, 1000);
    }
    await Deno.writeTextFile(`${folder}/b.csv`, "edited");
    await write(folder, NEW);
    assertEquals(await read(folder), NEW.files);
    for (const path of Object.keys(NEW.files)) {
      const { mtime } = await Deno.stat(`${folder}/${path}`);
      assertEquals(mtime!.getTime() === 1e6, path !== "b.csv", path);
    }
  }));

Deno.test("replaceFile and commitFiles leave everything as it was where the disk is full", () =>
  inFolder(async (folder) => {
    await write(folder, OLD);
    // The lock's owner takes some 50 bytes.
    const attempts: [() => Promise<void>, number, string][] = [
      [() => replaceFile(`${folder}/a.csv`, utf8("new")), 1, "a.csv"],
      [() => write(folder, NEW), 60, "b.csv"],
      [() => write(folder, NEW), 90, "model/w.bin"],
    ];
    for (const [attempt, bytes, path] of attempts) {
      const free = fillDisk(bytes);
      try {
        await assertRejects(
          attempt,
          InputError,
          `${path}: cannot be written (no space is left on the disk)`,
        );
      } finally {
        free();
      }
      assertEquals(await read(folder), OLD.files);
      assertEquals(await listFiles(folder), Object.keys(OLD.files).sort());
    }
  }));

Deno.test("writeError explains what a person can mend and nothing else", () => {
  for (const code of ["EROFS", "EACCES", "EDQUOT", "EIO", "ENOSPC"]) {
    assert(writeError(systemError(code), "a") instanceof InputError, code);
  }
  for (const error of [systemError("EBUSY"), new Error("y"), null, "text"]) {
    assertEquals(writeError(error, "a"), error);
  }
  const denied = new Deno.errors.NotCapable("no");
  assertEquals(
    writeError(Object.assign(denied, { code: "EPERM" }), "a"),
    denied,
  );
});
