// Writes schema.json anew, which every config here names as its $schema:
// deno run --allow-write=paper-config paper-config/schema.ts
import { configJsonSchema } from "../lib/config/json_schema.ts";

await Deno.writeTextFile(
  new URL("schema.json", import.meta.url),
  configJsonSchema(),
);
