// Pickles: those that pandas 1.0 to 3.1 wrote with protocols 0 to 5 give the
// values of the formula in tests/reference/pickle_goldens.py; anything that
// would run code is refused by its name.
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { looksLikePickle } from "../lib/formats/pickle/looks_like_pickle.ts";
import { decodeSampleMatched } from "../lib/spectra/sample_matched.ts";
import { decodeSpectrograms } from "../lib/formats/pickle/spectrograms.ts";
import { unpickle } from "../lib/formats/pickle/unpickle.ts";
import { pickleGoldens } from "./support/pickle_goldens.ts";

const goldens = await pickleGoldens();
const SAMPLES = ["S1", "S 2", "Ünï"];
const WAVELENGTHS = [350, 351, 352.5, 400];

/** Values of the script's formula, `[sample, replicate, band]`. */
function values(replicates: number, scale = 1 / 64): number[] {
  return SAMPLES.flatMap((_, s) =>
    Array.from(
      { length: replicates * 4 },
      (_, i) => (7 * s + 3 * Math.floor(i / 4) + i % 4) * scale,
    )
  );
}

/** What each shape of pickle must give. */
const SHAPES: Record<
  string,
  { wavelengths: number[]; replicates: number; values: number[] }
> = {
  index: { wavelengths: WAVELENGTHS, replicates: 2, values: values(2) },
  column: { wavelengths: WAVELENGTHS, replicates: 2, values: values(2) },
  odd: {
    wavelengths: [350, 351, 353, 400],
    replicates: 2,
    values: values(2, 1),
  },
  nullable: { wavelengths: WAVELENGTHS, replicates: 2, values: values(2, 1) },
  series: { wavelengths: WAVELENGTHS, replicates: 1, values: values(1) },
};

for (const { madeWith, files } of goldens) {
  for (const [shape, expected] of Object.entries(SHAPES)) {
    const names = Object.keys(files).filter((name) => name.startsWith(shape));
    const protocols = names.map((name) => name.split("_")[1]).join(", ");
    Deno.test(`decodeSampleMatched reads "${shape}" of ${madeWith}, protocols ${protocols}`, () => {
      assert(names.length > 0);
      for (const name of names) {
        const set = decodeSampleMatched(files[name], name);
        assertEquals(set.samples, SAMPLES, name);
        assertEquals(set.replicates, expected.replicates, name);
        assertEquals([...set.wavelengths], expected.wavelengths, name);
        assertEquals([...set.reflectance], expected.values, name);
      }
    });
  }

  Deno.test(`decodeSpectrograms reads arrays of ${madeWith} in any order and type`, () => {
    const names = Object.keys(files).filter((n) => n.startsWith("spectro"));
    assert(names.length > 0);
    for (const name of names) {
      const images = decodeSpectrograms(files[name], name);
      assertEquals(images.names, SAMPLES);
      assertEquals(images.shape, [3, 3, 5, 2]);
      const expected = SAMPLES.flatMap((_, s) =>
        Array.from(
          { length: 30 },
          (_, i) => (i % 2 * 15 + Math.floor(i / 2)) / 32 + s,
        )
      );
      assertEquals([...images.data], expected, name);
    }
  });

  Deno.test(`decodeSampleMatched refuses os.system in a pickle of ${madeWith}`, () => {
    for (const name of ["attack_0", "attack_4"]) {
      const { message } = assertThrows(
        () => decodeSampleMatched(files[name], "bad.pickle"),
        InputError,
      );
      assertMatch(
        message,
        /^bad\.pickle: os\.system \(as (posix|nt)\.system\) is named in it/,
      );
    }
  });

  Deno.test(`decodeSampleMatched takes 2151 counted rows of ${madeWith} as 350 to 2500 nm`, () => {
    const set = decodeSampleMatched(files.full_4, "full");
    assertEquals(set.samples, ["S1"]);
    const { wavelengths, reflectance } = set;
    assertEquals([wavelengths[0], wavelengths[2150]], [350, 2500]);
    assert(reflectance.every((value, i) => value === i % 100));
  });
}

Deno.test("looksLikePickle knows every golden, and no text", () => {
  for (const { files } of goldens) {
    for (const [name, bytes] of Object.entries(files)) {
      assert(looksLikePickle(bytes.subarray(0, 4096)), name);
    }
  }
  for (
    const text of ["sample,350\n", "clay\n1\n2\n", "id\nsample\nA,B\n", ""]
  ) {
    assert(!looksLikePickle(ascii(text)), text);
  }
});

Deno.test("openSpectra reads a pickle of any protocol by its content", async () => {
  const { files } = goldens.find(({ madeWith }) => /pandas 3/.test(madeWith))!;
  for (const name of ["index_0", "index_1", "index_2", "index_5"]) {
    const path = await Deno.makeTempFile({ suffix: ".dat" });
    try {
      await Deno.writeFile(path, files[name]);
      const { samples } = await openSpectra(path);
      assertEquals(samples, SAMPLES);
    } finally {
      await Deno.remove(path);
    }
  }
});

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Pickles by hand, and what is said of them. */
const REFUSED: Record<string, [pickle: string, says: string]> = {
  "os.system": ["cos\nsystem\n(S'ls'\ntR.", "os.system is named in it"],
  "an old-style instance": ["(S'ls'\nios\nsystem\n.", "os.system is named"],
  "builtins.eval": [
    "\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.",
    "builtins.eval is named in it",
  ],
  "a name with points": [
    "\x80\x04\x8c\x05numpy\x8c\x10f2py.diagnose.os\x93.",
    "numpy.f2py.diagnose.os is named in it",
  ],
  "numpy.load": ["cnumpy\nload\n.", "numpy.load is named in it"],
  "a persistent id": ["Pname\n.", "refers to an object outside"],
  "an extension": ["\x80\x02\x82\x01.", "uses a registry of extensions"],
  "a buffer that is elsewhere": ["\x80\x05\x97.", "outside of the file"],
  "a set": ["\x80\x04\x8f.", "holds a set"],
  "protocol 6": ["\x80\x06}.", "is of protocol 6"],
  "nothing": ["", "is cut short"],
  "a long announcement": ["\x80\x04\x8e" + "\xff".repeat(8), "is cut short"],
  "a frame that is too long": [
    "\x80\x04\x95\xff\0\0\0\0\0\0\0}.",
    "a frame of",
  ],
  "a stack that is empty": ["a.", "takes a value where none is"],
  "a mark that is missing": ["t.", "takes a mark where none is"],
  "a call of a number": ["I1\n)R.", "calls 1"],
  "an unknown opcode": ["\x00.", "unknown opcode 0"],
  "a memo that is empty": ["h\x05.", "no value 5"],
  "text that is not UTF-8": ["\x80\x03X\x01\0\0\0\xff.", "not UTF-8"],
  "a huge whole number": ["\x80\x02\x8b\xff\xff\xff\x7f.", "whole number of"],
};

for (const [what, [pickle, says]] of Object.entries(REFUSED)) {
  Deno.test(`unpickle refuses ${what} in a sentence`, () => {
    const { message } = assertThrows(
      () => unpickle(ascii(pickle), "x.pickle"),
      InputError,
    );
    assertStringIncludes(message, says);
    assertMatch(message, /^x\.pickle[:,] /);
  });
}

Deno.test("decodeSampleMatched refuses one table under a thousand names", () => {
  const { files } = goldens.at(-1)!;
  const { full_4: bytes } = files;
  const body = bytes.subarray(0, bytes.length - 2);
  assertEquals([...bytes.subarray(-2)], [...ascii("s.")]);
  // The table goes into the memo, and from there into the dict again.
  const more = Array.from({ length: 1000 }, (_, i) => `I${i}\nh\xfa`).join("");
  const again = Uint8Array.of(...body, ...ascii(`q\xfas(${more}u.`));
  assertThrows(
    () => decodeSampleMatched(again, "x"),
    InputError,
    "x: would hold 2153151 values in",
  );
});

const WRONG: Record<string, [pickle: string, says: string]> = {
  "a list": ["].", "is a list of 0; expected a dict of sample"],
  "an empty dict": ["}.", "is an empty dict"],
  "numbers": ["(dS'A'\nI1\ns.", "sample A is 1; expected a pandas DataFrame"],
};

for (const [what, [pickle, says]] of Object.entries(WRONG)) {
  Deno.test(`decodeSampleMatched refuses ${what} where tables should be`, () => {
    const { message } = assertThrows(
      () => decodeSampleMatched(ascii(pickle), "x.pickle"),
      InputError,
    );
    assertStringIncludes(message, says);
  });
}

Deno.test("decodeSampleMatched refuses spectrograms, and decodeSpectrograms tables", () => {
  const { files } = goldens[2];
  assertThrows(
    () => decodeSampleMatched(files.spectrograms_4, "x"),
    InputError,
    "expected a pandas DataFrame",
  );
  assertThrows(
    () => decodeSpectrograms(files.index_4, "x"),
    InputError,
    "expected a NumPy array",
  );
});
