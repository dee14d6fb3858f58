// The package as a programmer meets it: mod.ts imported by URL from an empty
// folder, without this checkout's deno.json.
import { assertEquals } from "@std/assert";
import { dependencyRoute } from "../lib/provenance/environment.ts";

const root = new URL("../", import.meta.url);
const TYPES: Record<string, string> = {
  ts: "application/typescript",
  json: "application/json",
};

function serveCheckout() {
  return Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const path = new URL(request.url).pathname.slice(1);
      try {
        const bytes = await Deno.readFile(new URL(path, root));
        const type = TYPES[path.split(".").at(-1)!] ?? "text/plain";
        return new Response(bytes, { headers: { "content-type": type } });
      } catch {
        return new Response("not here", { status: 404 });
      }
    },
  );
}

Deno.test("mod.ts imported by URL in an empty folder makes a spectrogram and a prediction", async () => {
  await using server = serveCheckout();
  const base = `http://127.0.0.1:${server.addr.port}`;
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/main.ts`,
      `import * as stibnite from "${base}/mod.ts";
const x = Float64Array.from({ length: 2151 }, (_, i) => 0.3 + Math.sin(i / 50) / 9);
const { values, frequencies, times } = stibnite.scipySpectrogram(x);
const backend = await stibnite.openBackend({ backend: "exact", threads: 2 });
const images = await stibnite.toImages(
  { samples: ["a"], replicates: 1, wavelengths: x, reflectance: x },
  { method: "scipy", normalization: "min-max", scale: "linear" },
);
const spec = stibnite.networkSpec([129, 9, 1], 1);
const network = stibnite.createNetwork(spec, 1);
const predicted = await stibnite.predict(network, images);
network.dispose();
await backend.close();
console.log(frequencies.length, times.length, values.length, Number.isFinite(predicted[0]));
`,
    );
    const map = dependencyRoute() === "npm"
      ? [`--import-map=${base}/lib/third_party/npm/import_map.json`]
      : [];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-lock",
        "--no-check",
        `--allow-import=127.0.0.1:${server.addr.port}`,
        ...map,
        "main.ts",
      ],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(
      [code, decoder.decode(stdout), decoder.decode(stderr)],
      [0, "129 9 1161 true\n", ""],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
