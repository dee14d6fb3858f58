import { assertEquals, assertThrows } from "@std/assert";
import {
  decodeTable,
  encodeTable,
  tableNumber,
} from "../lib/artifacts/csv_table.ts";
import { InputError } from "../lib/errors.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("encodeTable quotes where it must and ends lines with LF", () => {
  const bytes = encodeTable(["sample", "x"], [
    ["a,b", 1],
    ['say "hi"', 0.1],
    ["two\nlines", NaN],
    ["é;'", 1e21],
    ["", -0],
  ]);
  assertEquals(
    text(bytes),
    'sample,x\n"a,b",1\n"say ""hi""",0.1\n"two\nlines",\né;\',1e+21\n,-0\n',
  );
});

Deno.test("encodeTable and decodeTable keep every cell and number", () => {
  const names = ["a,b", '"', "x\ny", " space ", "", "µ · °", "'=1+1"];
  const numbers = [0.1 + 0.2, 5e-324, 1 / 3, -1e300, 123456789.123456789, 0, 7];
  const bytes = encodeTable(
    ["name", "value"],
    names.map((name, at) => [name, numbers[at]]),
  );
  const rows = decodeTable(bytes, ["name", "value"], "t.csv");
  assertEquals(rows.map(({ name }) => name), names);
  assertEquals(
    rows.map((row) => tableNumber(row, "value", "t.csv")),
    numbers,
  );
  assertEquals(decodeTable(encodeTable(["a"], [[""]]), ["a"], "t"), [
    { a: "" },
  ]);
});

Deno.test("encodeTable refuses infinities and rows of another width", () => {
  assertThrows(() => encodeTable(["a"], [[Infinity]]), RangeError);
  assertThrows(() => encodeTable(["a"], [[1, 2]]), RangeError, "2 cells");
});

Deno.test("decodeTable refuses other columns, widths, encodings and no CSV", () => {
  const refuse = (bytes: Uint8Array, message: string) =>
    assertThrows(
      () => decodeTable(bytes, ["a", "b"], "t.csv"),
      InputError,
      message,
    );
  refuse(utf8("a,c\n1,2\n"), "t.csv: has the columns a,c; expected a,b");
  refuse(utf8(""), "(none)");
  refuse(utf8("a,b\n1,2\n1\n"), "row 3 has 1 cells; expected 2");
  refuse(utf8('a,b\n1,"2\n'), "is not CSV");
  refuse(new Uint8Array([0x61, 0xff]), "is not UTF-8");
});

Deno.test("tableNumber refuses blank and non-numeric cells", () => {
  for (const cell of ["", " ", "x", "1e999"]) {
    assertThrows(
      () => tableNumber({ a: cell }, "a", "t.csv"),
      InputError,
      "t.csv",
    );
  }
  assertThrows(() => tableNumber({}, "a", "t.csv"), InputError, "column a");
});
