// RFC 8785's own vectors: sections 3.2.2, 3.2.3 and appendix B.
import { assertEquals, assertThrows } from "@std/assert";
import { canonicalJson } from "../lib/artifacts/canonical_json.ts";

Deno.test("canonicalJson gives RFC 8785's section 3.2.2 example", () => {
  const text = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3,
      0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  assertEquals(
    canonicalJson(JSON.parse(text)),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,' +
      String
        .raw`0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

Deno.test("canonicalJson sorts keys by UTF-16 code units as in section 3.2.3", () => {
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const order = Object.values(
    JSON.parse(canonicalJson(value)) as Record<string, string>,
  );
  // JSON.parse puts the integer key first; the text has it second.
  assertEquals(canonicalJson(value).indexOf('"1"') > 0, true);
  assertEquals(canonicalJson(value).startsWith('{"\\r":'), true);
  assertEquals(order.slice(2), [
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

Deno.test("canonicalJson writes RFC 8785's appendix B numbers", () => {
  const samples: Record<string, string> = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
  };
  for (const [bits, text] of Object.entries(samples)) {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(`0x${bits}`));
    assertEquals(canonicalJson(view.getFloat64(0)), text, bits);
  }
});

Deno.test("canonicalJson refuses what JSON cannot hold and says where", () => {
  const bad: [unknown, string][] = [
    [{ a: [1, NaN] }, "$.a[1] is NaN"],
    [-Infinity, "$ is -Infinity"],
    [{ a: undefined }, "$.a is a undefined"],
    // deno-lint-ignore no-sparse-arrays
    [[1, , 2], "$[1]"],
    ["\ud800", "lone surrogate"],
    [{ "\udc00": 1 }, "lone surrogate"],
    [10n, "bigint"],
    [{ a: new Date(0) }, "$.a is a Date"],
    [new Float64Array(2), "Float64Array"],
    [() => 1, "function"],
  ];
  for (const [value, message] of bad) {
    assertThrows(() => canonicalJson(value), TypeError, message);
  }
});
