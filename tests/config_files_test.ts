// The committed configs and their JSON Schema.
import { assertEquals, assertNotEquals } from "@std/assert";
import { configJsonSchema, loadConfig } from "../lib/config.ts";

const folder = `${import.meta.dirname}/../paper-config`;
const names = [
  "carvalho2024-honest",
  "carvalho2024",
  "geeves-clay-preprocessed",
  "geeves-clay",
  "geeves-totalcarbon",
  "quick",
];

Deno.test("paper-config has these configs", () => {
  const found = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".json") && name !== "schema.json").sort();
  assertEquals(found, names.map((name) => `${name}.json`));
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
