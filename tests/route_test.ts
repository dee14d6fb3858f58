// The two routes of the `jsr:` specifiers, asked of Deno itself: a localhost
// server stands in for JSR.
import { assertEquals } from "@std/assert";
import { ROOT } from "./support/tiny_run.ts";

const MODULE = "export const parse = () => [];\n";

async function sha256(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Answers as JSR does for one package, or not at all. */
async function serveJsr(answers: boolean) {
  const files: Record<string, string> = {
    "/@std/csv/meta.json": JSON.stringify({
      scope: "std",
      name: "csv",
      latest: "1.0.6",
      versions: { "1.0.6": {} },
    }),
    "/@std/csv/1.0.6_meta.json": JSON.stringify({
      manifest: {
        "/parse.ts": {
          size: MODULE.length,
          checksum: `sha256-${await sha256(MODULE)}`,
        },
      },
      moduleGraph2: { "/parse.ts": {} },
      exports: { "./parse": "./parse.ts" },
    }),
    "/@std/csv/1.0.6/parse.ts": MODULE,
  };
  return Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      const text = files[new URL(request.url).pathname];
      return answers && text !== undefined
        ? new Response(text)
        : new Response("no", { status: 404 });
    },
  );
}

/**
 * Asks twice in a fresh folder: the second answer comes from memory, whatever
 * else is remembered there.
 */
async function ask(answers: boolean): Promise<string[]> {
  const server = await serveJsr(answers);
  const folder = await Deno.makeTempDir();
  const said: string[] = [];
  const run = async () => {
    const route = new URL(`file://${ROOT}tasks/support/route.ts`).href;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-lock",
        "--no-config",
        "--allow-read",
        "--allow-write",
        "--allow-env",
        `--allow-import=127.0.0.1:${server.addr.port}`,
        `data:text/javascript,import { findRoute } from "${route}"; console.log(await findRoute()); Deno.exit(0);`,
      ],
      cwd: folder,
      env: {
        DENO_DIR: `${folder}/cache`,
        JSR_URL: `http://127.0.0.1:${server.addr.port}/`,
        NO_COLOR: "1",
      },
    }).output();
    const decoder = new TextDecoder();
    said.push(decoder.decode(stdout).trim() || decoder.decode(stderr));
  };
  try {
    await run();
    await server.shutdown();
    const memory = `${folder}/.route.json`;
    const remembered = JSON.parse(await Deno.readTextFile(memory));
    const text = JSON.stringify({ ...remembered, fetched: "0123" });
    await Deno.writeTextFile(memory, text);
    await run();
    assertEquals(await Deno.readTextFile(memory), text);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return said;
}

Deno.test("findRoute takes the genuine packages where JSR answers, and remembers it", async () => {
  assertEquals(await ask(true), ["jsr", "jsr"]);
});

Deno.test("findRoute takes the adapters where JSR does not answer, and remembers it", async () => {
  assertEquals(await ask(false), ["npm", "npm"]);
});
