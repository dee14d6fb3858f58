// Real data sets: fetched or taken, never with a wrong digest.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import {
  fetchDataset,
  findDataset,
  missingDataSentence,
  takeDataset,
} from "../lib/datasets/bring.ts";

const shared = new URL("../../shared/data/geeves/", import.meta.url);
const here = await Deno.stat(shared).then(() => true, () => false);

async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("findDataset suggests the name that was meant", () => {
  assertEquals(findDataset("geeves").licence, "MIT");
  assertThrows(() => findDataset("geves"), InputError, "did you mean geeves?");
});

Deno.test("takeDataset refuses a folder without the tables and one with others, and writes nothing", () =>
  inFolder(async (folder) => {
    await assertRejects(
      () => takeDataset("geeves", folder, `${folder}/out`),
      InputError,
      "has no spectra.csv",
    );
    await Deno.writeTextFile(`${folder}/spectra.csv`, "sample,1,2\n");
    await assertRejects(
      () => takeDataset("geeves", folder, `${folder}/out`),
      InputError,
      "expected 2e8ea5d1",
    );
    await assertRejects(() => Deno.stat(`${folder}/out`));
  }));

Deno.test({
  name: "takeDataset copies the right tables (needs ../shared/data/geeves)",
  ignore: !here,
  fn: () =>
    inFolder(async (folder) => {
      const first = await takeDataset("geeves", shared.pathname, folder);
      assertEquals(first.map(({ written }) => written), [true, true]);
      const again = await takeDataset("geeves", shared.pathname, folder);
      assertEquals(again.map(({ written }) => written), [false, false]);
    }),
});

Deno.test({
  name:
    "fetchDataset takes the right file from a server (needs ../shared/data/geeves)",
  ignore: !here,
  fn: () =>
    inFolder(async (folder) => {
      const bytes = await Deno.readFile(new URL("datsoilspc.rda", shared));
      await using server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen: () => {} },
        () => new Response(bytes),
      );
      const url = `http://127.0.0.1:${server.addr.port}/x.rda`;
      const seen: number[] = [];
      const { path } = await fetchDataset("geeves", folder, {
        url,
        onProgress: (done) => seen.push(done),
      });
      assertEquals(await Deno.readFile(path), bytes);
      assertEquals(seen.at(-1), bytes.length);
    }),
});

Deno.test("fetchDataset refuses a wrong file and a server's no", () =>
  inFolder(async (folder) => {
    await using server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request) =>
        request.url.endsWith("wrong")
          ? new Response("something else")
          : new Response("no", { status: 404 }),
    );
    const url = `http://127.0.0.1:${server.addr.port}/`;
    await assertRejects(
      () => fetchDataset("geeves", folder, { url: `${url}wrong` }),
      InputError,
      "expected fe9d41c2",
    );
    await assertRejects(
      () => fetchDataset("geeves", folder, { url: `${url}none` }),
      InputError,
      "the server answered 404",
    );
    assertEquals([...Deno.readDirSync(folder)].length, 0);
  }));

Deno.test("missingDataSentence names the command that brings the data", () => {
  const text = missingDataSentence("geeves", "data/geeves/spectra.csv");
  assertStringIncludes(text, "deno task data geeves --from FOLDER");
  assert(text.startsWith("data/geeves/spectra.csv: is not here"));
});
