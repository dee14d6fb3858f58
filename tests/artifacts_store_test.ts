import { assertEquals, assertRejects } from "@std/assert";
import { sha256, sha256File } from "../lib/artifacts/sha256.ts";
import { listFiles, mediaType, writeFile } from "../lib/artifacts/store.ts";
import { InputError } from "../lib/errors.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("sha256 gives FIPS 180-4's examples", async () => {
  const abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256(utf8("abc")), abc);
  assertEquals(
    sha256(new Uint8Array()),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/x`, "abc");
    assertEquals(await sha256File(`${folder}/x`), { sha256: abc, bytes: 3 });
    await assertRejects(() => sha256File(`${folder}/y`), InputError, "no such");
  });
});

Deno.test("writeFile makes folders, replaces whole files and leaves no others", () =>
  inFolder(async (folder) => {
    const path = `${folder}/model/weights.bin`;
    assertEquals(await writeFile(path, utf8("one, long")), true);
    assertEquals(await writeFile(path, utf8("two")), true);
    assertEquals(await Deno.readTextFile(path), "two");
    assertEquals(await listFiles(folder), ["model/weights.bin"]);
  }));

Deno.test("writeFile leaves a file alone whose bytes are right", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a.csv`;
    await writeFile(path, utf8("same"));
    await Deno.utime(path, 1000, 1000);
    assertEquals(await writeFile(path, utf8("same")), false);
    assertEquals((await Deno.stat(path)).mtime, new Date(1_000_000));
    assertEquals(await writeFile(path, utf8("sama")), true);
  }));

Deno.test("writeFile keeps the old file when the new one cannot take its place", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/taken/inside`, { recursive: true });
    await assertRejects(() => writeFile(`${folder}/taken`, utf8("x")));
    assertEquals(await listFiles(folder), []);
    assertEquals((await Deno.stat(`${folder}/taken/inside`)).isDirectory, true);
  }));

Deno.test("listFiles sorts by code units and names files in folders", () =>
  inFolder(async (folder) => {
    const names = ["a/z.csv", "B.csv", "a.csv", "é.csv", "a-1.csv", "a/B/c"];
    for (const name of names) await writeFile(`${folder}/${name}`, utf8(name));
    assertEquals(await listFiles(folder), [
      "B.csv",
      "a-1.csv",
      "a.csv",
      "a/B/c",
      "a/z.csv",
      "é.csv",
    ]);
  }));

Deno.test("mediaType knows the files of a run", () => {
  assertEquals(
    ["manifest.json", "a/x.npy", "h.csv", "f.svg", "f.png", "w.bin", "odd"].map(
      mediaType,
    ),
    [
      "application/json",
      "application/x-npy",
      "text/csv",
      "image/svg+xml",
      "image/png",
      "application/octet-stream",
      "application/octet-stream",
    ],
  );
});
