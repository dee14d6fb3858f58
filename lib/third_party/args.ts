// Command-line parsing of Deno's standard library.
export { parseArgs } from "jsr:@std/cli@1.0.32/parse-args";
