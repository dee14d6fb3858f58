// The same bytes everywhere: twice in a process, in another process with
// another time zone and language, and as the goldens have it.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fontCut, textWidth } from "../lib/figures/font.ts";
import { renderPng, renderSvg } from "../lib/figures/render.ts";
import { readSvg } from "../lib/figures/svg_tree.ts";
import { digests, figures } from "./figures_support.ts";

const goldens = JSON.parse(
  await Deno.readTextFile(new URL("goldens/figure.json", import.meta.url)),
);

Deno.test("renderSvg and renderPng give the goldens' bytes", async () => {
  assertEquals(await digests(), goldens);
});

Deno.test("renderSvg and renderPng give the same bytes in another place, without permissions", async () => {
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-check",
      new URL("figures_support.ts", import.meta.url).href,
    ],
    env: { TZ: "Pacific/Kiritimati", LANG: "de_DE.UTF-8", LC_ALL: "tr_TR" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), goldens);
});

Deno.test("renderSvg gives the same text when figures are drawn side by side", async () => {
  const names = Object.keys(figures);
  const alone: string[] = [];
  for (const name of names) alone.push(await renderSvg(figures[name]()));
  const together = await Promise.all(
    names.toReversed().map((name) => renderSvg(figures[name]())),
  );
  assertEquals(together.toReversed(), alone);
});

Deno.test("renderSvg embeds its typeface and asks for nothing outside", async () => {
  const svg = await renderSvg(figures.waveform_scipy());
  for (const weight of [400, 600] as const) {
    assertStringIncludes(svg, fontCut(weight).base64);
  }
  const urls = [...svg.matchAll(/(?:https?:|url\()[^"')]*/g)].map(([url]) =>
    url.slice(0, 28)
  );
  assertEquals([...new Set(urls)].sort(), [
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/2000/svg",
    "url(#clip1",
    "url(#gradient_2",
    "url(data:font/ttf;base64,AAE",
  ]);
  assertStringIncludes(svg, "<title>Reflectance and spectrogram of S&lt;1");
});

Deno.test("renderSvg has no character that its typeface has not", async () => {
  const { glyph } = fontCut();
  for (const [name, figure] of Object.entries(figures)) {
    const svg = readSvg(await renderSvg(figure()));
    const texts: string[] = [];
    const walk = (node: typeof svg) => {
      if (node.name === "text") {
        texts.push(JSON.stringify(node.children.map(({ text }) => text)));
      }
      node.children.forEach(walk);
    };
    walk(svg);
    for (const char of texts.join("")) {
      assert(glyph(char.codePointAt(0)!).id > 0, `${name}: ${char}`);
    }
  }
});

Deno.test("renderPng writes a PNG of the asked size", async () => {
  const svg = await renderSvg(figures.history_linear());
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  for (const scale of [1, 2, 3.125]) {
    const png = await renderPng(svg, { scale });
    assertEquals([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    const view = new DataView(png.buffer);
    assertEquals(view.getUint32(16), Math.ceil(Number(width) * scale));
    assertEquals(view.getUint32(20), Math.ceil(Number(height) * scale));
  }
});

Deno.test("renderPng refuses what it cannot draw", async () => {
  const svg = (inside: string) =>
    `<svg width="9" height="9" viewBox="0 0 9 9">${inside}</svg>`;
  const refused: Record<string, string> = {
    '<circle r="3"/>': "element circle",
    '<g transform="skewX(3)"></g>': "transform skewX",
    '<rect width="3" height="3" fill="url(#x)"/>': "no gradient x",
    '<rect width="3" height="3" fill="hsl(3 3 3)"/>': "colour hsl",
    "<g>": "closes svg",
  };
  for (const [inside, message] of Object.entries(refused)) {
    await assertRejects(() => renderPng(svg(inside)), SyntaxError, message);
  }
  await assertRejects(() => renderPng(svg(""), { scale: 0 }), RangeError);
});

Deno.test("renderPng without raw imports says what is missing", async () => {
  const render = new URL("../lib/figures/render.ts", import.meta.url).href;
  const program = `import { renderPng } from "${render}";
    try { await renderPng('<svg width="9" height="9"></svg>'); console.log("drawn"); }
    catch (error) { console.log(error.message); }`;
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/program.ts`, program);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", "--no-check", "program.ts"],
      cwd: folder,
    }).output();
    assertStringIncludes(
      new TextDecoder().decode(stdout),
      "PNG figures need Deno's flag --unstable-raw-imports",
      new TextDecoder().decode(stderr),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("textWidth sums the advances of Roboto", () => {
  // Advances out of the font's hmtx, in 2048ths: n 1131, space 508, ² 751.
  assertAlmostEquals(
    textWidth("n ²", 10),
    10 * (1131 + 508 + 751) / 2048,
    1e-12,
  );
  assert(textWidth("n", 10, 600) > textWidth("n", 10));
  assertEquals(textWidth("n", 10, "bold"), textWidth("n", 10, 700));
  assertEquals(textWidth("", 10), 0);
  assertEquals(fontCut().glyph(0x4e2d).id, 0);
});

Deno.test("readSvg unescapes text and refuses what is not well-formed", () => {
  const root = readSvg('<svg a="&lt;&#228;"><g/>x &amp; y</svg>');
  assertEquals(root.attributes, { a: "<ä" });
  assertEquals(root.children.map(({ name, text }) => name + text), [
    "g",
    "x & y",
  ]);
  for (const bad of ["<svg>", "<svg></g></svg>", "<!-- x --><svg/>", "x"]) {
    assertThrows(() => readSvg(bad), SyntaxError);
  }
});
