// Damaged pickles: cut short, with flipped bits, overwritten bytes (lengths
// among them) and pieces put in twice. Each gives a value or a sentence, soon.
// FUZZ=N tries N changes of each golden instead of a few.
import { assert, assertLess } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { Pcg32 } from "../lib/pcg32.ts";
import { decodeSampleMatched } from "../lib/spectra/sample_matched.ts";
import { decodeSpectrograms } from "../lib/formats/pickle/spectrograms.ts";
import { pickleGoldens } from "./support/pickle_goldens.ts";

const CHANGES = Number(Deno.env.get("FUZZ") ?? 20);
const ODD_BYTES = [0, 1, 0x7f, 0x80, 0xff];
/** Longest that a damaged file may take, in milliseconds. */
const LONGEST = 2000;

class Damage {
  readonly #random = new Pcg32(1);

  #below(limit: number): number {
    return Math.floor(this.#random.uniform() * limit);
  }

  of(bytes: Uint8Array): Uint8Array {
    const at = this.#below(bytes.length);
    const copy = bytes.slice();
    switch (this.#below(4)) {
      case 0:
        return copy.subarray(0, at);
      case 1:
        for (let n = this.#below(4); n >= 0; n--) {
          copy[this.#below(copy.length)] ^= 1 << this.#below(8);
        }
        return copy;
      case 2:
        return copy.fill(
          ODD_BYTES[this.#below(ODD_BYTES.length)],
          at,
          at + 1 + this.#below(8),
        );
      default: {
        const from = this.#below(bytes.length);
        return Uint8Array.of(
          ...bytes.subarray(0, at),
          ...bytes.subarray(from, from + this.#below(40)),
          ...bytes.subarray(at),
        );
      }
    }
  }
}

Deno.test("decodeSampleMatched and decodeSpectrograms answer damaged pickles with a value or a sentence", async () => {
  const damage = new Damage();
  let refused = 0;
  for (const { files } of await pickleGoldens()) {
    for (const [name, bytes] of Object.entries(files)) {
      const decode = name.startsWith("spectrograms")
        ? decodeSpectrograms
        : decodeSampleMatched;
      for (let i = 0; i < CHANGES; i++) {
        const start = performance.now();
        try {
          decode(damage.of(bytes), name);
        } catch (error) {
          assert(error instanceof InputError, `${name}: ${error}`);
          refused++;
        }
        assertLess(performance.now() - start, LONGEST, name);
      }
    }
  }
  assert(refused > 10 * CHANGES, "damage is noticed");
});
