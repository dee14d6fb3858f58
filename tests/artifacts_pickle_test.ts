// spectogram.pickle as it is written: read back by this package, and the very
// bytes that Python loaded and Code S2's loop ran over.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { encodeSpectrogramPickle } from "../lib/artifacts/pickle.ts";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { InputError } from "../lib/errors.ts";
import { IMAGE_FORMATS } from "../lib/pipeline/export_images.ts";
import { decodeImages } from "../lib/pipeline/read_spectrograms.ts";
import { decodeSpectrograms } from "../lib/formats/pickle/spectrograms.ts";
import { PICKLED_IMAGES, PICKLED_NAMES } from "./support/pickled_images.ts";
import checked from "./goldens/pickles/checked.json" with { type: "json" };

const bytes = encodeSpectrogramPickle(PICKLED_NAMES, PICKLED_IMAGES);

Deno.test("encodeSpectrogramPickle writes the bytes that Code S2 has read", () => {
  assertEquals(sha256(bytes), checked.sha256);
});

Deno.test("decodeSpectrograms reads what encodeSpectrogramPickle wrote", () => {
  const { names, shape, data } = decodeSpectrograms(bytes, "x");
  assertEquals(names, PICKLED_NAMES);
  assertEquals(shape, [3, 7, 3, 2]);
  assertEquals(data, PICKLED_IMAGES.data);
});

Deno.test("decodeImages puts a pickle's samples into the order asked for", async () => {
  const [first, , last] = PICKLED_NAMES;
  const images = await decodeImages(bytes, [last, first], "x");
  const size = 7 * 3 * 2;
  assertEquals(images.samples, 2);
  assertEquals(
    images.data.subarray(size),
    PICKLED_IMAGES.data.subarray(0, size),
  );
  await assertRejects(
    () => decodeImages(bytes, ["other"], "x.pickle"),
    InputError,
    "x.pickle: has no sample other",
  );
});

Deno.test("encodeSpectrogramPickle refuses a name that stands twice", () => {
  assertThrows(
    () => encodeSpectrogramPickle(["A", "A", "B"], PICKLED_IMAGES),
    RangeError,
    "There are 2 names",
  );
});

Deno.test("decodeImages reads .npz and .npy files of the same images", async () => {
  for (const ending of ["npz", "npy"]) {
    const bytes = IMAGE_FORMATS[ending](PICKLED_NAMES, PICKLED_IMAGES);
    const images = await decodeImages(bytes, PICKLED_NAMES, "x");
    assertEquals(images, PICKLED_IMAGES);
  }
  const named = IMAGE_FORMATS.npz(PICKLED_NAMES, PICKLED_IMAGES);
  const turned = await decodeImages(named, PICKLED_NAMES.toReversed(), "x");
  assertEquals(turned.data.subarray(-42), PICKLED_IMAGES.data.subarray(0, 42));
});

Deno.test("decodeImages refuses images that hold no number", async () => {
  const data = PICKLED_IMAGES.data.slice();
  data[43] = NaN; // in the second of images of 42 values
  const bytes = IMAGE_FORMATS.npy(PICKLED_NAMES, { ...PICKLED_IMAGES, data });
  await assertRejects(
    () => decodeImages(bytes, PICKLED_NAMES, "x.npy"),
    InputError,
    `x.npy: the image of sample ${PICKLED_NAMES[1]} holds NaN`,
  );
});
