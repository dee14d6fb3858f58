// Writes anew the schemas that configs here name as their $schema:
// deno run --allow-write=paper-config paper-config/schema.ts
import { configJsonSchema } from "../lib/config/json_schema.ts";
import { studyJsonSchema } from "../lib/study/json_schema.ts";

const write = (name: string, text: string) =>
  Deno.writeTextFile(new URL(name, import.meta.url), text);
await write("schema.json", configJsonSchema());
await write("study-schema.json", studyJsonSchema());
