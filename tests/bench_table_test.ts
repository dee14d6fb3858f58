// The benchmark's numbers and tables; nothing is timed.
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { threadCounts } from "../bench/growth.ts";
import { median, ratio } from "../bench/statistics.ts";
import { digits, growthTable, peerTable, type Row } from "../bench/table.ts";

const row: Row = {
  name: "step",
  what: "Training step",
  unit: "ms",
  ours: [50, 40, 400],
  peer: "TensorFlow",
  theirs: [100, 90, 110, 80],
};

Deno.test("median is the middle, or the mean of the two middle values", () => {
  assertEquals(median([9, 1, 10]), 9);
  assertEquals(median([4, 1, 100, 2]), 3);
  assertThrows(() => median([]), RangeError, "no median");
});

Deno.test("median leaves its argument as it was", () => {
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});

Deno.test("ratio is ours by theirs, and null without either", () => {
  assertEquals(ratio([50, 40, 400], [100, 90, 110, 80]), 50 / 95);
  assertEquals(ratio(null, [1]), null);
  assertEquals(ratio([1], null), null);
  assertEquals(ratio([1], []), null);
});

for (
  const [value, text] of [
    [12345.6, "12346"],
    [12.34, "12.3"],
    [1.234, "1.23"],
    [0.01234, "0.012"],
  ] as const
) {
  Deno.test(`digits writes ${value} as ${text}`, () => {
    assertEquals(digits(value), text);
  });
}

Deno.test("peerTable shows medians and their ratio", () => {
  assertEquals(
    peerTable([row]).split("\n"),
    [
      "| What | Ours | Peer | Peer's | Ours / peer's |",
      "| --- | --- | --- | --- | --- |",
      "| Training step | 50.0 ms | TensorFlow | 95.0 ms | 0.526 |",
    ],
  );
});

Deno.test("peerTable names what is absent and why", () => {
  const theirs = { absent: "no torch | here" };
  const table = peerTable([{ ...row, peer: "PyTorch", theirs }]);
  assertStringIncludes(
    table,
    "| 50.0 ms | PyTorch | not measured: no torch \\| here |  |",
  );
});

Deno.test("growthTable puts size and cost beside the first of a series", () => {
  const series = { what: "Training step", unit: "ms" };
  const table = growthTable([
    { ...series, grows: "batch", size: 16, ours: [10] },
    { ...series, grows: "batch", size: 64, ours: [30, 20, 90] },
    { ...series, grows: "threads", size: 1, ours: { absent: "lost" } },
  ]);
  assertEquals(table.split("\n").slice(2), [
    "| batch | 16 | Training step | 10.0 ms | 1.00 | 1.00 |",
    "| batch | 64 | Training step | 30.0 ms | 4.00 | 3.00 |",
    "| threads | 1 | Training step | not measured: lost | 1.00 |  |",
  ]);
});

Deno.test("threadCounts doubles and ends with all cores", () => {
  assertEquals(threadCounts(1), [1]);
  assertEquals(threadCounts(2), [1, 2]);
  assertEquals(threadCounts(12), [1, 2, 4, 8, 12]);
});
