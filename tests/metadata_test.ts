// What stands in several places must say the same: version and licence.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ARTICLE, PACKAGE } from "../lib/version.ts";

const read = (path: string) =>
  Deno.readTextFile(new URL(`../${path}`, import.meta.url));

Deno.test("deno.json, CITATION.cff and codemeta.json agree on version and licence", async () => {
  const { version, license } = JSON.parse(await read("deno.json"));
  const codemeta = JSON.parse(await read("codemeta.json"));
  const citation = await read("CITATION.cff");
  assertEquals(codemeta.version, version);
  assertStringIncludes(codemeta.license, license);
  assertStringIncludes(citation, `\nversion: ${version}\n`);
  assertStringIncludes(citation, `\nlicense: ${license}\n`);
  assertEquals(PACKAGE.version, version);
  assertEquals(codemeta.datePublished, PACKAGE.date);
  assertStringIncludes(citation, `\ndate-released: ${PACKAGE.date}\n`);
  assertEquals(codemeta.referencePublication.id, ARTICLE.id);
  assertEquals(codemeta.referencePublication.datePublished, ARTICLE.date);
});

Deno.test("README, CI and the workflow name the same version of Deno", async () => {
  const found = new Set<string>();
  for (
    const path of ["README.md", ".ci/run", ".github/workflows/replicate.yml"]
  ) {
    const versions = [...(await read(path)).matchAll(/deno@(\d+\.\d+\.\d+)/g)];
    for (const [, version] of versions) found.add(version);
  }
  assertEquals([...found], ["2.9.6"]);
});
