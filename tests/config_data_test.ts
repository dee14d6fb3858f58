// The part of a config that says where spectra come from.
import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { resolveConfig } from "../lib/config.ts";

const config = (source: string) => ({
  version: 1,
  name: "mine",
  title: "My soils",
  data: { source, spectra: "s.rda", labels: "l.csv" },
});

for (const source of ["files", "csv"]) {
  Deno.test(`resolveConfig() takes data.source "${source}" for files`, () => {
    assertEquals(resolveConfig(config(source), "x").data, {
      source: "files",
      dataset: null,
      spectra: "s.rda",
      labels: "l.csv",
      row_prefix: null,
      sample_column: null,
      sheet: null,
      object: null,
      quantity: null,
      unit: null,
      missing: "refuse",
      censored: "refuse",
      unmatched: "refuse",
      replicates: "refuse",
    });
  });
}

Deno.test("resolveConfig() refuses any other data.source", () => {
  assertThrows(
    () => resolveConfig(config("rda"), "x"),
    InputError,
    'x: data.source is "rda"; expected "synthetic" or "files"',
  );
});
