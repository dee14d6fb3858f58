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
      const first = await takeDataset("geeves", shared, folder);
      assertEquals(first.map(({ written }) => written), [true, true]);
      const again = await takeDataset("geeves", shared, folder);
      assertEquals(again.map(({ written }) => written), [false, false]);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assertEquals(names.sort(), ["labels.csv", "spectra.csv"]);
      const states = async () =>
        (await datasetState("geeves", folder)).map(({ state }) => state);
      assertEquals(await states(), ["missing", "sound", "sound"]);
      await Deno.writeTextFile(`${folder}/labels.csv`, "\n", { append: true });
      assertEquals(await states(), ["missing", "sound", "wrong"]);
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
    await Deno.writeTextFile(`${folder}/spectra.csv`, "sample,1,2\n");
    await Deno.mkdir(`${folder}/labels.csv`);
    assertEquals(await datasetState("geeves", folder), [
      {
        path: `${folder}/datsoilspc.rda`,
        role: "source",
        state: "missing",
      },
      { path: `${folder}/spectra.csv`, role: "table", state: "wrong" },
      { path: `${folder}/labels.csv`, role: "table", state: "wrong" },
    ]);
    await assertRejects(
      () => datasetState("geves", folder),
      InputError,
      "did you mean geeves?",
    );
  }));

Deno.test("missingDataSentence names the command that brings the data", () => {
  const text = missingDataSentence("geeves", "data/geeves/spectra.csv");
  assertStringIncludes(text, "deno task data geeves --from FOLDER");
  assertStringIncludes(text, "spectra.csv and labels.csv");
  assertStringIncludes(text, "only datsoilspc.rda");
  assert(text.startsWith("data/geeves/spectra.csv: is not here"));
});
