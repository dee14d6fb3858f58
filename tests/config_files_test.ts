// The committed configs and their JSON Schema.
import { assertEquals, assertNotEquals } from "@std/assert";
import { configJsonSchema, loadConfig } from "../lib/config.ts";
import { studyJsonSchema } from "../lib/study/json_schema.ts";
import { parseStudy } from "../lib/study/load_study.ts";

const folder = `${import.meta.dirname}/../paper-config`;
const names = [
  "carvalho2024-honest",
  "carvalho2024",
  "geeves-best-clay",
  "geeves-best-totalcarbon",
  "geeves-clay-preprocessed",
  "geeves-clay",
  "geeves-totalcarbon",
  "quick",
];
const studies = ["carvalho2024-study", "geeves-study"];

Deno.test("paper-config has these configs", () => {
  const found = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".json") && !name.endsWith("schema.json"))
    .sort();
  assertEquals(
    found,
    [...names, ...studies].map((name) => `${name}.json`).sort(),
  );
});

for (const name of studies) {
  Deno.test(`paper-config/${name}.json is a valid study, and hides no default`, async () => {
    const file = `${folder}/${name}.json`;
    const text = await Deno.readTextFile(file);
    const config = parseStudy(text, file);
    assertEquals(config.name, name);
    assertEquals(config.$schema, "./study-schema.json");
    assertEquals(JSON.stringify(JSON.parse(text)), JSON.stringify(config));
    for (const model of config.models) {
      if (model.kind !== "network") continue;
      const paths = typeof model.config === "string"
        ? [model.config]
        : Object.values(model.config);
      for (const path of paths) await loadConfig(`${folder}/../${path}`);
    }
  });
}

Deno.test("studyJsonSchema() is what paper-config/study-schema.json holds", async () => {
  const committed = await Deno.readTextFile(`${folder}/study-schema.json`);
  assertEquals(committed, studyJsonSchema());
});

for (const name of names) {
  Deno.test(`paper-config/${name}.json is valid, and hides no default`, async () => {
    const file = `${folder}/${name}.json`;
    const config = await loadConfig(file);
    assertEquals(config.name, name);
    assertEquals(config.$schema, "./schema.json");
    // Key order too: the text is what a reader compares.
    const written = JSON.parse(await Deno.readTextFile(file));
    assertEquals(JSON.stringify(written), JSON.stringify(config));
  });
}

Deno.test("paper-config/carvalho2024.json has what Code S2 ran with", async () => {
  const { split, training } = await loadConfig(`${folder}/carvalho2024.json`);
  assertEquals(split, {
    protocol: "published",
    test_size: 0.33,
    random_state: 42,
  });
  assertEquals(training.optimizer.learning_rate, 0.001);
  assertEquals([training.epochs, training.batch_size], [5000, 64]);
  assertEquals(training.early_stopping?.patience, 1000);
  assertEquals(training.checkpoint?.every_batches, 500);
});

Deno.test("configJsonSchema() is what paper-config/schema.json holds", async () => {
  const committed = await Deno.readTextFile(`${folder}/schema.json`);
  assertEquals(committed, configJsonSchema());
  const schema = JSON.parse(committed);
  assertEquals(schema.additionalProperties, false);
  assertEquals(schema.required, ["version", "name", "title", "data"]);
  assertNotEquals(schema.properties.training.properties.epochs, undefined);
});
