// CSV parsing and writing of Deno's standard library.
export { parse } from "jsr:@std/csv@1.0.6/parse";
export { stringify } from "jsr:@std/csv@1.0.6/stringify";
