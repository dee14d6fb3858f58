// The JSON Schema that editors check study configs with, as json_schema.ts of
// lib/config/ has it for runs.
import { z } from "../third_party/zod.ts";
import { studySchema } from "./schema.ts";

/**
 * The JSON Schema (draft 2020-12) of a study config.
 *
 * @returns The text of `paper-config/study-schema.json`, with a newline at its
 * end.
 */
export function studyJsonSchema(): string {
  const schema = z.toJSONSchema(studySchema, { io: "input" });
  return JSON.stringify({ title: "Stibnite study", ...schema }, null, 2) +
    "\n";
}
