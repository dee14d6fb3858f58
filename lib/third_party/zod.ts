// Schemas: config files are checked with it, and the committed JSON Schema is generated from the same source.
export * from "npm:zod@4.6.7";
