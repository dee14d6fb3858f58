// .npy files that say more than they hold.
import { assertRejects } from "@std/assert";
import { readNpy } from "../lib/artifacts/npy_read.ts";
import { InputError } from "../lib/errors.ts";

/** A file of version 1 with this header and nothing behind it. */
function headerOnly(type: string, shape: string): Uint8Array {
  const header =
    `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }\n`;
  const bytes = new Uint8Array(10 + header.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}

async function* inOnePiece(bytes: Uint8Array) {
  yield await Promise.resolve(bytes);
}

for (
  const [type, shape] of [
    ["<U0", "9007199254740991,"],
    ["|S0", "100000, 100000"],
    ["<f8", "9007199254740991,"],
    ["<U2", "4, 99999999999"],
  ]
) {
  Deno.test(`readNpy refuses (${shape}) of ${type} in a file without values`, async () => {
    const bytes = headerOnly(type, shape);
    await assertRejects(
      () => readNpy(inOnePiece(bytes), bytes.length, "x"),
      InputError,
      "expected a .npy file",
    );
  });
}
