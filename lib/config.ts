// A config is one JSON file that decides everything a run computes. This is
// the way in: types.ts says what it holds, schema.ts what is allowed and what
// the defaults are (its configSchema is zod's and stays inside), parse.ts turns
// text into one or into a sentence.
export type * from "./config/types.ts";
export { configJsonSchema } from "./config/json_schema.ts";
export { loadConfig } from "./config/load.ts";
export { parseConfig, resolveConfig } from "./config/parse.ts";
export { defaultSpectrogram } from "./config/schema.ts";
