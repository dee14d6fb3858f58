// Numbers in cells: the quick way for short ones against the language's own.
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { decimal } from "../lib/formats/shared/number.ts";

/** Numbers without a seed in sight would not be the same tomorrow. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

Deno.test("decimal reads 200,000 random numbers to the very bits of Number()", () => {
  const next = random(1);
  for (let i = 0; i < 200_000; i++) {
    const digits = 1 + Math.floor(next() * 18);
    let text = "";
    for (let k = 0; k < digits; k++) text += Math.floor(next() * 10);
    if (next() < 0.8) {
      const point = Math.floor(next() * (digits + 1));
      text = `${text.slice(0, point)}.${text.slice(point)}`;
    }
    if (next() < 0.3) text = `-${text}`;
    if (next() < 0.1) text += `e${Math.floor(next() * 40) - 20}`;
    const value = decimal(text);
    assert(Object.is(value, Number(text)), `${text}: ${value}`);
  }
});

Deno.test("decimal reads every shape that a number may have", () => {
  for (
    const text of [
      ...["0", "-0", "7", "+7", "007", "5.", ".5", "-.5", "+.5e1", "1e3"],
      ...["1E-3", "1e+3", " 1 ", "999999999999999", "9007199254740993"],
      ...["0.000000000000001", "1e308", "5e-324", "0.1", "123456789012345.6"],
    ]
  ) {
    assertStrictEquals(decimal(text), Number(text), text);
  }
});

Deno.test("decimal refuses everything else", () => {
  for (
    const text of [
      ...["", " ", ".", "-", "+", "-.", "--1", "1-", "1.2.3", "1..2", "1,5"],
      ...["0x10", "0b1", "0o7", "1_000", "1e", "e1", "1e1.5", "1e999", "1 2"],
      ...["NaN", "nan", "inf", "Infinity", "-Infinity", "n/a", "<5", "٣", "1n"],
    ]
  ) {
    assertEquals(decimal(text), undefined, text);
  }
});
