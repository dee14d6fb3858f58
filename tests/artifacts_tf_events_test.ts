// Event files against those of TensorBoard's own classes
// (tests/reference/tf_events.py).
import { assertEquals, assertThrows } from "@std/assert";
import { encodeEvents } from "../lib/artifacts/tf_events.ts";
import golden from "./goldens/tf_events.json" with { type: "json" };

Deno.test("encodeEvents writes the bytes that TensorBoard's classes write", () => {
  const file = encodeEvents([
    { tag: "loss", step: 1, scalar: 0.1 },
    { tag: "val_loss", step: 300, scalar: 1e30 },
    { tag: "figures/a", step: 300, png: Uint8Array.fromHex(golden.png) },
    { tag: "config", step: 300, text: "Ton und Kohlenstoff: für µm" },
  ]);
  assertEquals(file.toHex(), golden.file);
});

Deno.test("encodeEvents refuses a picture that is no PNG", () => {
  const png = new Uint8Array(30);
  assertThrows(
    () => encodeEvents([{ tag: "a", step: 1, png }]),
    RangeError,
    "A picture has no PNG header",
  );
});
