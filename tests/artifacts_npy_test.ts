// Files of numpy.save, byte for byte; goldens by tests/reference/artifacts.py.
import { assertEquals, assertThrows } from "@std/assert";
import { decodeNpy, encodeNpy } from "../lib/artifacts/npy.ts";
import { InputError } from "../lib/errors.ts";

interface Golden {
  readonly shape: number[];
  readonly type: string;
  readonly version: number;
  readonly fortran: boolean;
  readonly data: number[];
  readonly file: string;
}

const goldens: Golden[] = JSON.parse(
  await Deno.readTextFile(new URL("goldens/npy.json", import.meta.url)),
);
const readable = goldens.filter(({ type, fortran }) =>
  (type === "<f4" || type === "<f8") && !fortran
);
const typed = ({ type, data }: Golden) =>
  type === "<f4" ? Float32Array.from(data) : Float64Array.from(data);
const file = (golden: Golden) =>
  Uint8Array.from(atob(golden.file), (char) => char.charCodeAt(0));

Deno.test("encodeNpy writes the bytes of numpy.save", () => {
  const ours = readable.filter(({ version }) => version === 1);
  assertEquals(ours.length, 16);
  for (const golden of ours) {
    assertEquals(encodeNpy(typed(golden), golden.shape), file(golden));
  }
});

Deno.test("encodeNpy refuses a shape that holds another number of numbers", () => {
  assertThrows(() => encodeNpy(new Float32Array(5), [2, 3]), RangeError, "6");
});

Deno.test("decodeNpy reads NumPy's files of both versions", () => {
  assertEquals(readable.length, 18);
  for (const golden of readable) {
    const { data, shape } = decodeNpy(file(golden), "x.npy");
    assertEquals(data, typed(golden));
    assertEquals(shape, golden.shape);
  }
});

Deno.test("decodeNpy reads from the middle of a larger buffer", () => {
  const bytes = encodeNpy(new Float64Array([0.1, -2]), [2]);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assertEquals(
    decodeNpy(larger.subarray(3), "x").data,
    new Float64Array([0.1, -2]),
  );
});

Deno.test("decodeNpy refuses other types and orders with a sentence", () => {
  const refused = goldens.filter((golden) => !readable.includes(golden));
  for (const golden of refused) {
    const found = /^<f/.test(golden.type)
      ? "x.npy: is in Fortran order"
      : `x.npy: holds type ${golden.type}`;
    assertThrows(() => decodeNpy(file(golden), "x.npy"), InputError, found);
  }
});

Deno.test("decodeNpy refuses whatever is cut short or no .npy file", () => {
  const bytes = encodeNpy(new Float32Array(6), [2, 3]);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeNpy(bytes.subarray(0, length), "x"), InputError);
  }
  const long = new Uint8Array([...bytes, 0]);
  assertThrows(() => decodeNpy(long, "x"), InputError, "25 bytes");
  const version = bytes.slice();
  version[6] = 9;
  assertThrows(() => decodeNpy(version, "x"), InputError, "version 9");
});
