// Every way to get a config wrong, and the sentence it is told by.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  defaultSpectrogram,
  loadConfig,
  parseConfig,
  resolveConfig,
} from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";

const quick = await Deno.readTextFile(
  new URL("../paper-config/quick.json", import.meta.url),
);
const honest = await Deno.readTextFile(
  new URL("../paper-config/carvalho2024-honest.json", import.meta.url),
);

/** What is replaced in a good config, by what, and what is then said of it. */
const mistakes: [text: string, old: string, changed: string, said: string][] = [
  [
    quick,
    '"epochs"',
    '"epoch"',
    "unknown key training.epoch; did you mean epochs?",
  ],
  [
    quick,
    '"alpha"',
    '"alfa"',
    "unknown key spectrogram.window.alfa; did you mean alpha?",
  ],
  [
    quick,
    '"filters"',
    '"filter"',
    "unknown key network.blocks[0].filter; did you mean filters?",
  ],
  [quick, '"data"', '"dat"', "unknown key dat; did you mean data?"],
  [
    quick,
    '"beta_1"',
    '"rho"',
    "unknown key training.optimizer.rho; expected name, learning_rate, beta_1, beta_2, epsilon",
  ],
  [quick, '"epochs": ', '"epochs": "6"+', 'found "+"; expected a comma or }'],
  [
    quick,
    '"batch_size": 64',
    '"batch_size": "64"',
    'training.batch_size is "64"; expected an integer from 1 to 1000000',
  ],
  [
    quick,
    '"batch_size": 64',
    '"batch_size": 0',
    "training.batch_size is 0; expected an integer from 1 to 1000000",
  ],
  [
    quick,
    '"batch_size": 64',
    '"batch_size": 6.5',
    "training.batch_size is 6.5; expected an integer from 1 to 1000000",
  ],
  [
    quick,
    '"batch_size": 64',
    '"batch_size": null',
    "training.batch_size is null; expected an integer",
  ],
  [
    quick,
    '"batch_size": 64',
    '"batch_size": [64]',
    "training.batch_size is a list of 1; expected an integer",
  ],
  [
    quick,
    '"beta_1": 0.9',
    '"beta_1": 1',
    "training.optimizer.beta_1 is 1; expected a number from 0 to below 1",
  ],
  [
    quick,
    '"epsilon": 1e-7',
    '"epsilon": 0',
    "training.optimizer.epsilon is 0; expected a number above 0 and up to 1",
  ],
  [
    quick,
    '"random_state": 42',
    '"random_state": 4294967296',
    "split.random_state is 4294967296; expected an integer from 0 to 4294967295",
  ],
  [
    quick,
    '"test_size": 0.33',
    '"test_size": 1.5',
    "split.test_size is 1.5; expected a share above 0 and below 1, or a whole number",
  ],
  [
    quick,
    '"test_size": 0.33',
    '"test_size": "a"',
    'split.test_size is "a"; expected a share',
  ],
  [
    quick,
    '"scipy"',
    '"scip"',
    'spectrogram.method is "scip"; expected "scipy" or "tensorflow"',
  ],
  [quick, '"method": "scipy",', "", "spectrogram.method is missing; expected"],
  [
    quick,
    '"min-max"',
    '"max"',
    'spectrogram.normalization is "max"; expected "min-max", "none" or "standardize"',
  ],
  [
    quick,
    '"tukey"',
    '"hann"',
    "unknown key spectrogram.window.alpha; expected name",
  ],
  [
    quick,
    '"strides": 2',
    '"strides": 3',
    "network.blocks[1].strides is 3; expected 1 or 2",
  ],
  [
    quick,
    '"name": "quick"',
    '"name": "../quick"',
    'name is "../quick"; expected a name of up to 64 small letters',
  ],
  [
    quick,
    '"Sb_ppm"',
    "",
    "targets is a list of 0; expected a list with 1 to 100 entries",
  ],
  [
    quick,
    '"Sb_ppm"',
    '"Sb_ppm", "Sb_ppm"',
    'targets has "Sb_ppm" twice; expected once',
  ],
  [
    quick,
    '"noverlap": 32',
    '"noverlap": 256',
    "spectrogram.noverlap is 256; expected less than nperseg, 256",
  ],
  [
    quick,
    '"nfft": 256',
    '"nfft": 255',
    "spectrogram.nfft is 255; expected nperseg, 256, or more",
  ],
  [
    quick,
    '"version": 1',
    '"version": 2',
    "version is 2; expected 1 (it needs a newer Stibnite)",
  ],
  [
    quick,
    '"version": 1',
    '"version": 0',
    "version is 0; expected 1 (no such version was ever released)",
  ],
  [quick, '"version": 1', '"version": "1"', 'version is "1"; expected 1'],
  [quick, '"version": 1,', "", "version is missing; expected 1"],
  [
    honest,
    '"validation_size": 0.2',
    '"validation_size": 0.67',
    "split.validation_size is 0.67, which together with test_size, 0.33, leaves nothing",
  ],
  [honest, '"leave-out-test"', "true", "split.by_group is true; expected"],
];

for (const [text, old, changed, said] of mistakes) {
  Deno.test(`parseConfig() says: ${said}`, () => {
    assertEquals(text.includes(old), true, `nothing to replace: ${old}`);
    const error = assertThrows(
      () => parseConfig(text.replace(old, changed), "a/b.json"),
      InputError,
      said,
    );
    assertEquals(error.message.startsWith("a/b.json"), true);
    assertEquals(error.message.includes("\n"), false);
  });
}

Deno.test("parseConfig() refuses frames that do not fit the spectrum or the transform", () => {
  const text = (change: object) =>
    JSON.stringify({
      version: 1,
      name: "a",
      title: "b",
      data: { source: "synthetic" },
      spectrogram: { method: "tensorflow", ...change },
    });
  assertEquals(parseConfig(text({}), "x").spectrogram.method, "tensorflow");
  assertThrows(
    () => parseConfig(text({ length: 127 }), "x"),
    InputError,
    "spectrogram.frame_length is 128; expected length, 127, or less",
  );
  assertThrows(
    () => parseConfig(text({ fft_length: 127 }), "x"),
    InputError,
    "spectrogram.fft_length is 127; expected frame_length, 128, or more",
  );
});

for (
  const [text, said] of [
    [
      "",
      "x, line 1, column 1: found the end of the file; expected a JSON value",
    ],
    [
      '{\n  "a": 1,\n}',
      'x, line 3, column 1: found "}"; expected a key in double quotes',
    ],
    [
      '{\n "é😀": tru }',
      'x, line 2, column 8: found "t"; expected a JSON value',
    ],
    [
      '{"a": 1 "b": 2}',
      'x, line 1, column 9: found "\\""; expected a comma or }',
    ],
    ['{"a": [1 2]}', 'x, line 1, column 10: found "2"; expected a comma or ]'],
    ['{"a" 1}', 'x, line 1, column 6: found "1"; expected a colon'],
    ['{"a": 01}', 'x, line 1, column 8: found "1"; expected a comma or }'],
    [
      '{"a": 1} {',
      'x, line 1, column 10: found "{"; expected the end of the file',
    ],
    ['{"a": 1,\n "\\u0061": 2}', "x, line 2, column 2: "],
    ["[".repeat(5000), "x, line 1, column 102: "],
    ["[]", "x: the config is a list of 0; expected an object in braces"],
    ["null", "x: the config is null; expected an object in braces"],
  ]
) {
  Deno.test(`parseConfig() of ${text.slice(0, 20)} says: ${said}`, () => {
    assertThrows(() => parseConfig(text, "x"), InputError, said);
  });
}

Deno.test("resolveConfig() fills in every default and keeps null", () => {
  const config = resolveConfig({
    version: 1,
    name: "a",
    title: "b",
    data: { source: "synthetic" },
    training: { early_stopping: null },
  }, "x");
  assertEquals(config.training.early_stopping, null);
  assertEquals(config.training.checkpoint?.every_batches, 500);
  assertEquals(config.targets, ["Sb_ppm"]);
  assertEquals(config.spectrogram, defaultSpectrogram("scipy"));
  assertEquals(config.network.blocks.length, 3);
});

Deno.test("loadConfig() refuses a missing file, a folder and bytes that are not UTF-8", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/c.json`;
    await assertRejects(() => loadConfig(path), InputError, "no such file");
    await assertRejects(() => loadConfig(folder), InputError, "cannot be read");
    await Deno.writeFile(path, new Uint8Array([0x7b, 0xff, 0x7d]));
    await assertRejects(() => loadConfig(path), InputError, "not valid UTF-8");
    await Deno.writeTextFile(path, "\ufeff" + quick.replaceAll("\n", "\r\n"));
    assertEquals((await loadConfig(path)).name, "quick");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
