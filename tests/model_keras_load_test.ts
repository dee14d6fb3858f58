// HDF5's WebAssembly library needs no permission at all, from a checkout or by
// URL, and is not loaded before it is needed.
import { assertEquals } from "@std/assert";
import { dependencyRoute } from "../lib/provenance/environment.ts";
import { ROOT } from "./support/tiny_run.ts";

/** Runs a program that may do nothing but read, and says what it printed. */
async function run(program: string, ...flags: string[]): Promise<unknown[]> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, program);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-prompt", "--no-lock", "--no-check"],
        ...flags,
        "main.ts",
      ],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return [code, decoder.decode(stdout), decoder.decode(stderr)];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const program = (root: string) => `
import { readHdf5, writeHdf5 } from "${root}lib/model/keras/hdf5.ts";
const bytes = await writeHdf5((file) => {
  file.create_dataset({ name: "a", data: Float32Array.of(1, 2), shape: [2], dtype: "<f4" });
});
console.log((await readHdf5(bytes)).arrays.get("a").data.join());
`;

const map = (root: string) =>
  dependencyRoute() === "npm"
    ? [`--import-map=${root}lib/third_party/npm/import_map.json`]
    : [];

Deno.test("readHdf5 reads what writeHdf5 wrote with --allow-read alone", async () => {
  const root = new URL("../", import.meta.url).href;
  assertEquals(
    await run(program(root), "--allow-read", ...map(root)),
    [0, "1,2\n", ""],
  );
});

Deno.test("readHdf5 works when it is imported by URL", async () => {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const path = new URL(request.url).pathname.slice(1);
      const type = path.endsWith(".json")
        ? "application/json"
        : "application/typescript";
      try {
        const bytes = await Deno.readFile(`${ROOT}${path}`);
        return new Response(bytes, { headers: { "content-type": type } });
      } catch {
        return new Response("not here", { status: 404 });
      }
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  const root = `http://${host}/`;
  assertEquals(
    await run(program(root), `--allow-import=${host}`, ...map(root)),
    [0, "1,2\n", ""],
  );
});
