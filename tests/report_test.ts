// The report of a run: the same bytes, nothing from elsewhere, nothing that a
// file says becomes markup, and the check that it makes of a dropped run.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { packRun } from "../lib/pack.ts";
import { Pcg32 } from "../lib/pcg32.ts";
import { redrawFigures } from "../lib/pipeline/redraw.ts";
import { reportFiles } from "../lib/pipeline/report_file.ts";
import { readArchive } from "../lib/pipeline/archive.ts";
import { figureFiles } from "../lib/pipeline/derive.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import { BUNDLE } from "../lib/report/bundle.ts";
import { html, scriptJson, scriptText } from "../lib/report/html.ts";
import { unpackArchive } from "../lib/report/page/check_packed.ts";
import { checkRun } from "../lib/report/page/check_run.ts";
import { holdParts } from "../lib/report/page/run_parts.ts";
import { verifyRun } from "../lib/verify.ts";
import { ROOT, runTiny } from "./support/tiny_run.ts";

const run = await runTiny();
const page = new TextDecoder().decode(run.files["report.html"]);

async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(folder, run, { started: "now" });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What a browser would load for an address in one of these. */
const LOADED =
  /<(?:img|script|link|iframe|source|image|use)\b[^>]*\b(?:src|href)\s*=\s*"(?!data:|#)/i;

Deno.test("report.html loads nothing, and its policy forbids it", () => {
  const markup = page.replace(/<script[\s\S]*?<\/script>/g, "");
  assertEquals(LOADED.exec(markup)?.[0], undefined);
  assertEquals(/@import|url\((?!data:|#)/.exec(markup)?.[0], undefined);
  assertStringIncludes(page, "default-src &#39;none&#39;");
  assert(!/connect-src/.test(page.slice(0, 2000)));
});

Deno.test("report.html has its scripts whole, and is no larger than it may be", () => {
  assert(run.files["report.html"].length < 3_000_000);
  const scripts = [
    ...page.matchAll(/<script(?: [^>]*)?>([\s\S]*?)<\/script>/g),
  ];
  assertEquals(scripts.length, 3);
  assertEquals(scripts[2][1], scriptText(BUNDLE).markup);
  JSON.parse(scripts[0][1]);
  assertEquals(JSON.parse(scripts[1][1]), holdParts(run.files));
});

Deno.test("reportFiles leaves out a network that would make the page too large", () =>
  withRun(async (folder) => {
    const archive = await readArchive(folder);
    const { inputs, artifacts } = run.manifest;
    const pageWith = (bytes: number) =>
      new TextDecoder().decode(
        reportFiles(archive, { inputs, artifacts, backend: "exact" }, {
          figures: run.files,
          parts: { "model/weights.bin": new Uint8Array(bytes) },
        })["report.html"],
      );
    const [small, large] = [pageWith(300), pageWith(3_000_000)];
    assertStringIncludes(small, 'id="report-network"');
    assert(!small.includes("data-run=") && large.includes("data-run="));
    assert(!large.includes('id="report-network"'));
    assert(large.length < 3_000_000);
  }));

Deno.test("report.html has no clock, and no digest of itself", () => {
  const report = run.manifest.artifacts.find(({ path }) =>
    path === "report.html"
  )!;
  assertEquals(report.stage, "report");
  assert(!page.includes(report.sha256));
  const { environment } = run.manifest;
  const shown = page.replace(/<script[\s\S]*?<\/script>/g, "");
  for (const word of [environment.deno, environment.v8, environment.arch]) {
    assert(!shown.includes(word), word);
  }
  assertEquals(/\b20\d\d-\d\d-\d\dT/.exec(shown), null);
});

Deno.test("report.html shows every file of the run by its digest", () => {
  for (const { path, sha256 } of run.manifest.artifacts) {
    if (path !== "report.html") assertStringIncludes(page, sha256, path);
  }
  const text = new TextDecoder().decode(run.files["predictions.csv"]);
  for (const line of text.trim().split("\n").slice(1)) {
    assertStringIncludes(page, `>${line.split(",")[0]}</th>`);
  }
});

Deno.test("html, scriptJson and scriptText let no text become markup", () => {
  const bad = `</script><img src=x onerror="a('b')">&\u0000\u202e`;
  assertEquals(
    html`<b title="${bad}">${[bad, 1, null, false]}</b>`.markup,
    ((text) => `<b title="${text}">${text}1</b>`)(
      "&lt;/script&gt;&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;" +
        "&amp;\ufffd\ufffd",
    ),
  );
  assert(!scriptJson({ bad }).markup.includes("<"));
  assertEquals(JSON.parse(scriptJson({ bad }).markup), { bad });
  const program = 'x="</SCRIPT><!--<script>"';
  const { markup } = scriptText(program);
  assert(!/<\/script|<script|<!--/i.test(markup));
  assertEquals(
    new Function(`let x;${markup};return x`)(),
    program.slice(3, -1),
  );
});

Deno.test("reportFiles shows hostile names, groups and paths as text", () =>
  withRun(async (folder) => {
    const archive = await readArchive(folder);
    const evil = `<svg onload=alert(1)>"'&`;
    const named = {
      ...archive,
      config: { ...archive.config, title: evil, name: evil },
      samples: archive.samples.map((row) => ({
        ...row,
        sample: row.sample + evil,
        group: evil,
      })),
      predictions: archive.predictions.map((row) => ({
        ...row,
        sample: row.sample + evil,
      })),
    };
    const { "report.html": bytes } = reportFiles(named, {
      artifacts: [],
      inputs: [{
        role: evil,
        path: `a/${evil}`,
        bytes: 1,
        sha256: "0".repeat(64),
      }],
      taken_as: evil,
      backend: "exact",
    }, {
      figures: await figureFiles(named, { synthetic: true }),
      parts: {},
    });
    const text = new TextDecoder().decode(bytes);
    assertEquals(text.includes("<svg onload"), false);
    assertStringIncludes(text, "&lt;svg onload=alert(1)&gt;&quot;&#39;&amp;");
  }));

Deno.test("redrawFigures makes the same report again, and verifyRun names one that was changed", () =>
  withRun(async (folder) => {
    const path = `${folder}/report.html`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace("R²", "R2"));
    const { holds, findings } = await verifyRun(folder);
    assertEquals(holds, false);
    assertEquals(
      findings.filter(({ holds }) => !holds).map(({ subject }) => subject),
      ["report.html"],
    );
    const fates = await redrawFigures(folder);
    assertEquals(
      fates.filter(({ changed }) => changed).map(({ path }) => path),
      ["report.html"],
    );
    assertEquals(await Deno.readTextFile(path), text);
    assert((await verifyRun(folder)).holds);
  }));

/** The run as a browser hands it over. */
function dropped(): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map(
    Object.entries(run.files).map(([path, bytes]) => [
      path,
      Uint8Array.from(bytes),
    ]),
  );
}

Deno.test("checkRun holds for a sound run, and checks its numbers", async () => {
  const { findings } = await checkRun(dropped());
  assertEquals(findings.filter(({ holds }) => !holds), []);
  const said = findings.map(({ finding }) => finding).join("\n");
  for (
    const words of [
      "the split that the config gives",
      "computed again from predictions.csv",
      "one row for each sample",
      "epochs",
    ]
  ) assertStringIncludes(said, words);
});

Deno.test("checkRun finds 100 random changes and names the file", async () => {
  const random = new Pcg32(5);
  const below = (n: number) => random.next() % n;
  const paths = Object.keys(run.files).sort();
  for (let i = 0; i < 100; i++) {
    const files = dropped();
    const path = paths[below(paths.length)];
    const bytes = files.get(path)!;
    const at = below(bytes.length);
    const kind = below(4);
    let named = path;
    if (kind === 0) bytes[at] ^= 1 + below(255);
    else if (kind === 1) files.set(path, bytes.slice(0, at));
    else if (kind === 2) files.delete(path);
    else files.set(named = `${path}.${below(1e6)}`, bytes);
    const words = await checkRun(files).then(
      ({ findings }) =>
        findings.filter(({ holds }) => !holds)
          .map(({ subject }) => subject),
      (error) => [(error as Error).message],
    );
    const found = named === "manifest.json"
      ? words.length > 0
      : words.includes(named);
    assert(found, `${kind} ${path} ${at}: ${words}`);
  }
});

Deno.test("checkRun catches numbers whose digests were put right", async () => {
  const { sha256 } = await import("../lib/artifacts/sha256.ts");
  const { manifestFiles } = await import("../lib/pipeline/manifest_file.ts");
  const files = dropped();
  const text = new TextDecoder().decode(files.get("metrics.json"));
  const other = text.replace(/"r2":[-\d.e]+/, '"r2":0.99');
  const bytes = new TextEncoder().encode(other);
  files.set("metrics.json", bytes);
  const manifest = structuredClone(run.manifest);
  Object.assign(
    manifest.artifacts.find(({ path }) => path === "metrics.json")!,
    { sha256: sha256(bytes), bytes: bytes.length },
  );
  for (const [path, made] of Object.entries(manifestFiles(manifest))) {
    files.set(path, made);
  }
  const { findings } = await checkRun(files);
  assertEquals(findings.filter(({ holds }) => !holds), [{
    subject: "metrics.json",
    holds: false,
    finding: "computed again from predictions.csv: other numbers",
  }]);
});

Deno.test("checkRun says what is missing where there is no run", async () => {
  const check = () => checkRun(new Map());
  await assertRejects(check, InputError, "no manifest.json");
});

Deno.test("unpackArchive checks a packed run and finds a changed byte", () =>
  withRun(async (folder) => {
    const bytes = await packRun(folder, null);
    const { files, findings } = await unpackArchive(bytes, "run.zip");
    assertEquals(findings.map(({ holds }) => holds), [true, true]);
    const checked = await checkRun(files);
    assertEquals(checked.findings.filter(({ holds }) => !holds), []);
    const random = new Pcg32(9);
    for (let i = 0; i < 20; i++) {
      const changed = bytes.slice();
      changed[random.next() % bytes.length] ^= 1 + random.next() % 255;
      const holds = await unpackArchive(changed, "run.zip").then(
        ({ findings }) => findings.every(({ holds }) => holds),
        (error) => {
          assert(error instanceof InputError, String(error));
          return false;
        },
      );
      assertEquals(holds, false);
    }
  }));

Deno.test("bundle.ts is what build.ts makes of lib/report/page", async (test) => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-config", "--no-lock"],
      ...["--allow-read", "--allow-run", "lib/report/build/build.ts"],
      "--print",
    ],
    cwd: ROOT,
  }).output();
  const said = new TextDecoder().decode(stderr);
  // The bundler is no part of Deno: it is fetched once.
  if (code !== 0 && /esbuild|dns error|error sending request/i.test(said)) {
    await test.step({
      name: `no bundler here: ${said}`,
      ignore: true,
      fn() {},
    });
    return;
  }
  assertEquals(code, 0, said);
  const made = new TextDecoder().decode(stdout);
  const there = await Deno.readTextFile(`${ROOT}lib/report/bundle.ts`);
  assertEquals(made === there, true, "run deno task bundle");
});
