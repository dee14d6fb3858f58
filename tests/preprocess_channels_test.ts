// Several pre-treatments side by side, as channels.
import {
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { resolveConfig } from "../lib/config.ts";
import type { PreprocessStep } from "../lib/config/preprocess_types.ts";
import { InputError } from "../lib/errors.ts";
import { applyChain, fitChain } from "../lib/preprocess/chain.ts";
import { decodeChain, encodeChain } from "../lib/preprocess/chain_file.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";

const BANDS = 40;
const spectra: SpectraSet = {
  samples: ["a", "b", "c"],
  replicates: 2,
  groups: null,
  wavelengths: Float64Array.from({ length: BANDS }, (_, i) => 400 + 5 * i),
  reflectance: Float64Array.from(
    { length: 6 * BANDS },
    (_, i) => 0.4 + 0.1 * Math.sin(0.3 * i) + 0.01 * Math.cos(2.1 * i),
  ),
};
const SG: PreprocessStep = {
  step: "savitzky_golay",
  window_length: 7,
  polyorder: 2,
  deriv: 1,
  delta: 1,
};
const CHAINS = [[], [{ step: "snv" }], [{ step: "msc" }, SG]] as const;
const STEPS = [
  { step: "absorbance" },
  { step: "channels", chains: CHAINS.map((chain) => [...chain]) },
] as PreprocessStep[];
const TRAINING = { training: [0, 2] };

Deno.test("channels lays each chain's spectra down as a channel of its replicate", async () => {
  const { treated } = await fitChain(spectra, STEPS, TRAINING);
  assertEquals(treated.replicates, 6);
  for (const [way, chain] of CHAINS.entries()) {
    const alone = await fitChain(
      spectra,
      [{ step: "absorbance" }, ...chain] as PreprocessStep[],
      TRAINING,
    );
    for (let sample = 0; sample < 3; sample++) {
      for (let replicate = 0; replicate < 2; replicate++) {
        const row = (sample * 2 + replicate) * 3 + way;
        const own = (sample * 2 + replicate) * BANDS;
        assertEquals(
          treated.reflectance.slice(row * BANDS, (row + 1) * BANDS),
          alone.treated.reflectance.slice(own, own + BANDS),
        );
      }
    }
  }
});

Deno.test("applyChain treats with what channels were fitted to, from the file as well", async () => {
  const { treated, chain } = await fitChain(spectra, STEPS, TRAINING);
  assertEquals(await applyChain(spectra, chain), treated);
  const read = decodeChain(encodeChain(chain), STEPS, "p.json");
  assertEquals(read, chain);
  assertEquals(await applyChain(spectra, read), treated);
});

Deno.test("channels learns from the training part alone", async () => {
  const change = async (sample: number) => {
    const reflectance = spectra.reflectance.slice();
    reflectance[sample * 2 * BANDS] *= 1.5;
    const changed = { ...spectra, reflectance };
    return encodeChain((await fitChain(changed, STEPS, TRAINING)).chain);
  };
  const before = encodeChain((await fitChain(spectra, STEPS, TRAINING)).chain);
  assertEquals(await change(1), before);
  assertNotEquals(await change(2), before);
});

Deno.test("decodeChain refuses channels that are not those of the config", async () => {
  const { chain } = await fitChain(spectra, STEPS, TRAINING);
  const text = new TextDecoder().decode(encodeChain(chain));
  const decode = (changed: string) =>
    decodeChain(new TextEncoder().encode(changed), STEPS, "p.json");
  assertThrows(
    () => decode(text.replace('"deriv":1', '"deriv":2')),
    InputError,
    "is of other steps",
  );
  const value = JSON.parse(text);
  const fit = value.steps[1].fit;
  fit.chains[2].steps[0].fit.reference.pop();
  assertThrows(
    () => decode(JSON.stringify(value)),
    InputError,
    "steps[1].fit.chains[2].steps[0].fit.reference is no list of numbers",
  );
  fit.chains.pop();
  assertThrows(
    () => decode(JSON.stringify(value)),
    InputError,
    "steps[1].fit is not of 3 channels",
  );
});

Deno.test("channels refuses chains that leave different wavelengths", async () => {
  const cut = { step: "cut", mode: "keep", ranges: [[400, 500]] } as const;
  const steps = [{ step: "channels", chains: [[], [cut]] }] as never;
  await assertRejects(
    () => fitChain(spectra, steps, TRAINING),
    InputError,
    "Channel 2 has 21 wavelengths from 400 to 500 nm and channel 1 has 40",
  );
});

Deno.test("resolveConfig refuses channels within channels, twice, or in a senseless order", () => {
  const config = (preprocess: unknown) => () =>
    resolveConfig({
      version: 1,
      name: "x",
      title: "x",
      data: { source: "synthetic" },
      preprocess,
    }, "x");
  const channels = (...chains: unknown[]) => ({ step: "channels", chains });
  const snv = { step: "snv" };
  for (
    const [steps, says] of [
      [[channels([], [channels([], [])])], "preprocess[0].chains[1][0].step"],
      [[channels([])], "a list of 2 to 100 lists of steps"],
      [[channels([], []), channels([], [])], 'is "channels" again'],
      [[snv, channels([], [snv])], 'chains has [1][0].step, which is "snv"'],
      [
        [channels([], [snv, { step: "absorbance" }])],
        'which is "absorbance" after "snv"',
      ],
      [[channels([], [snv]), { step: "absorbance" }], 'after "snv"'],
    ] as const
  ) {
    assertThrows(config(steps), InputError, says);
  }
  config([channels([], [snv]), SG])();
});
