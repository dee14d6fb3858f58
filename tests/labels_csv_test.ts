// Laboratory values from CSV: what is read, and every way in which a file can
// be wrong.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readLabels } from "../lib/spectra/tables/csv_labels.ts";
import { inFile } from "./support/in_file.ts";

Deno.test("readLabels reads targets in the order asked, with decimal commas where semicolons separate", async () => {
  const text = "Pb_ppm;sample;Sb_ppm\n1,5;a;9.5\n2;b;34\n";
  const labels = await inFile(
    text,
    (path) => readLabels(path, ["Sb_ppm", "Pb_ppm"]),
  );
  assertEquals(labels.samples, ["a", "b"]);
  assertEquals(labels.targets, ["Sb_ppm", "Pb_ppm"]);
  assertEquals([...labels.values], [9.5, 1.5, 34, 2]);
});

const BAD_LABELS: [string, string, string][] = [
  ["empty", "", "is empty"],
  ["a header only", "sample;Sb_ppm\n", "has a header but no rows"],
  ["a missing target", "sample;Sb\na;1\n", 'no column "Sb_ppm"'],
  ["a missing sample column", "at;Sb_ppm\na;1\n", "no column that names"],
  ["a wrong separator", "sample|Sb_ppm\na|1\n", "has one column"],
  ["two values", "sample;Sb_ppm\na;1\na;2\n", "has 2 here and 1 in line 2"],
  ["a blank value", "sample;Sb_ppm\na;\n", "line 2, column Sb_ppm: is missing"],
  ["a bound", "sample;Sb_ppm\na;<5\n", 'a (line 2, column Sb_ppm: "<5")'],
  ["text", "sample;Sb_ppm\na;much\n", 'is "much"'],
  ["an infinite value", "sample;Sb_ppm\na;inf\n", 'is "inf"'],
  ["a column twice", "sample;Sb_ppm;Sb_ppm\na;1;2\n", "stands twice"],
  ["a decimal comma among commas", 'sample,Sb_ppm\na,"1,5"\n', 'is "1,5"'],
  ["a short row", "sample;Sb_ppm\na\n", "has 1 cell; expected 2"],
];

for (const [what, content, part] of BAD_LABELS) {
  Deno.test(`readLabels refuses ${what} in one sentence`, async () => {
    await inFile(content, async (path) => {
      const error = await assertRejects(
        () => readLabels(path, ["Sb_ppm"]),
        InputError,
        part,
      );
      assertStringIncludes(error.message, path);
      assert(!error.message.includes("\n"));
    });
  });
}
