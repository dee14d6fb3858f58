// Real data sets: fetched or taken, never with a wrong digest.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import {
  fetchDataset,
  findDataset,
  missingDataSentence,
  takeDataset,
} from "../lib/datasets/bring.ts";
import { datasetState } from "../lib/datasets/state.ts";

const shared = fileURLToPath(
  new URL("../../shared/data/geeves", import.meta.url),
);
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

Deno.test("takeDataset refuses a folder without the file and one with another, and writes nothing", () =>
  inFolder(async (folder) => {
    await assertRejects(
      () => takeDataset("geeves", folder, `${folder}/out`),
      InputError,
      "has no datsoilspc.rda",
    );
    await Deno.writeTextFile(`${folder}/datsoilspc.rda`, "sample,1,2\n");
    await assertRejects(
      () => takeDataset("geeves", folder, `${folder}/out`),
      InputError,
      "expected fe9d41c2",
    );
    await assertRejects(() => Deno.stat(`${folder}/out`));
  }));

Deno.test({
  name: "takeDataset copies the right file (needs ../shared/data/geeves)",
  ignore: !here,
  fn: () =>
    inFolder(async (folder) => {
      const first = await takeDataset("geeves", shared, folder);
      assertEquals(first.written, true);
      const again = await takeDataset("geeves", shared, folder);
      assertEquals(again.written, false);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assertEquals(names, ["datsoilspc.rda"]);
      const states = async () =>
        (await datasetState("geeves", folder)).map(({ state }) => state);
      assertEquals(await states(), ["sound"]);
      await Deno.writeTextFile(first.path, "\n", { append: true });
      assertEquals(await states(), ["wrong"]);
    }),
});

Deno.test({
  name:
    "fetchDataset takes the right file from a server (needs ../shared/data/geeves)",
  ignore: !here,
  fn: () =>
    inFolder(async (folder) => {
      const bytes = await Deno.readFile(`${shared}/datsoilspc.rda`);
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

Deno.test("fetchDataset refuses a download that ends early, and writes nothing", () =>
  inFolder(async (folder) => {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const served = (async () => {
      const connection = await listener.accept();
      await connection.read(new Uint8Array(4096));
      await connection.write(
        new TextEncoder().encode(
          "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nonly this much",
        ),
      );
      connection.close();
    })();
    const url = `http://127.0.0.1:${listener.addr.port}/short.rda`;
    await assertRejects(
      () => fetchDataset("geeves", folder, { url }),
      InputError,
      "cannot be fetched",
    );
    await served;
    listener.close();
    assertEquals([...Deno.readDirSync(folder)].length, 0);
  }));

Deno.test("datasetState tells a missing file from a wrong one", () =>
  inFolder(async (folder) => {
    const path = `${folder}/datsoilspc.rda`;
    assertEquals(await datasetState("geeves", folder), [
      { path, state: "missing" },
    ]);
    await Deno.mkdir(path);
    assertEquals(await datasetState("geeves", folder), [
      { path, state: "wrong" },
    ]);
    await assertRejects(
      () => datasetState("geves", folder),
      InputError,
      "did you mean geeves?",
    );
  }));

Deno.test("missingDataSentence names the command that brings the data", () => {
  const text = missingDataSentence("geeves", "data/geeves/datsoilspc.rda");
  assertStringIncludes(text, '"deno task data geeves" fetches datsoilspc.rda');
  assertStringIncludes(text, "--from FOLDER");
  assert(text.startsWith("data/geeves/datsoilspc.rda: is not here"));
});
