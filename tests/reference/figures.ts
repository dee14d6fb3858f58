// Makes tests/goldens/figure.json: digests of the example figures. Look at the
// pictures first: --pictures FOLDER writes them there.
// deno run --allow-write tests/reference/figures.ts [--pictures FOLDER]
import { renderPng, renderSvg } from "../../lib/figures/render.ts";
import { digests, figures } from "../figures_support.ts";

const [flag, folder] = Deno.args;
if (flag === "--pictures") {
  for (const [name, figure] of Object.entries(figures)) {
    const svg = await renderSvg(figure());
    await Deno.writeTextFile(`${folder}/${name}.svg`, svg);
    await Deno.writeFile(`${folder}/${name}.png`, await renderPng(svg));
  }
}
await Deno.writeTextFile(
  new URL("../goldens/figure.json", import.meta.url),
  JSON.stringify(await digests(), null, 2) + "\n",
);
