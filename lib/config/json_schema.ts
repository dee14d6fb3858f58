// The JSON Schema that editors check configs with. A test compares
// the committed paper-config/schema.json with what this makes; paper-config/
// schema.ts writes it.
import { z } from "../third_party/zod.ts";
import { configSchema } from "./schema.ts";

/**
 * The JSON Schema (draft 2020-12) of a config file.
 *
 * @returns The text of `paper-config/schema.json`, with a newline at its end.
 */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: "input" });
  return JSON.stringify({ title: "Stibnite config", ...schema }, null, 2) +
    "\n";
}
