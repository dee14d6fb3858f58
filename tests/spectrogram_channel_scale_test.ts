// One mean and one scale a channel, fitted to the training part.
import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import {
  applyChannelScale,
  fitChannelScale,
} from "../lib/spectrogram/channel_scale.ts";
import {
  decodeChannelScale,
  encodeChannelScale,
} from "../lib/spectrogram/channel_scale_file.ts";

const images = {
  samples: 5,
  bins: 3,
  frames: 2,
  channels: 2,
  data: Float32Array.from(
    { length: 60 },
    (_, i) => i % 2 === 0 ? Math.sin(i) : 1e-6 * Math.cos(i),
  ),
};

Deno.test("applyChannelScale gives the training part mean 0 and deviation 1 in each channel", () => {
  const training = [4, 0, 2];
  const { data } = applyChannelScale(images, fitChannelScale(images, training));
  for (const channel of [0, 1]) {
    const values = training.flatMap((sample) =>
      [...data.subarray(sample * 12, (sample + 1) * 12)]
        .filter((_, i) => i % 2 === channel)
    );
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const squares = values.reduce((sum, v) => sum + v * v, 0) / values.length;
    assertLess(Math.abs(mean), 1e-6);
    assertLess(Math.abs(squares - 1), 1e-6);
  }
});

Deno.test("fitChannelScale looks at the training part alone", () => {
  const changed = {
    ...images,
    data: images.data.map((v, i) => i < 12 ? 9 : v),
  };
  assertEquals(
    fitChannelScale(changed, [1, 3]),
    fitChannelScale(images, [1, 3]),
  );
});

Deno.test("fitChannelScale has scale 1 for a channel that does not vary", () => {
  const flat = { ...images, data: images.data.map((v, i) => i % 2 ? 4 : v) };
  assertEquals(fitChannelScale(flat, [0, 1]).scale[1], 1);
  assertEquals(fitChannelScale(flat, [0, 1]).mean[1], 4);
});

Deno.test("decodeChannelScale reads back every bit, and refuses anything else", () => {
  const scale = fitChannelScale(images, [0, 1, 2]);
  const text = new TextDecoder().decode(encodeChannelScale(scale));
  const decode = (changed: string) =>
    decodeChannelScale(new TextEncoder().encode(changed), "s.json");
  assertEquals(decode(text), scale);
  for (
    const wrong of [
      "{",
      "[]",
      "null",
      text.replace("stibnite-channel-scale", "other"),
      text.replace('"version":1', '"version":2'),
      text.replace(/"scale":\[[^,\]]*/, '"scale":[0'),
      text.replace(/"mean":\[[^\]]*\]/, '"mean":[1]'),
      text.replace(/"mean":\[[^\]]*\]/, '"mean":["a","b"]'),
    ]
  ) {
    assertThrows(() => decode(wrong), InputError, "s.json: is not what");
  }
});

Deno.test("applyChannelScale refuses another number of channels", () => {
  assertThrows(
    () => applyChannelScale(images, { mean: [0], scale: [1] }),
    RangeError,
    "is of 1 channels, must be of 2",
  );
});
