// Dates, places and detector joins of field spectrometers: what is read from a
// header, and what is not as it could mean two things.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { joinDetectors } from "../lib/formats/shared/detector_joins.ts";
import {
  dateOrder,
  fieldDate,
  fieldDegrees,
} from "../lib/formats/shared/field_header.ts";
import { readSig } from "../lib/formats/sig/sig.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

const TIMES: [time: string, name: string, date: string | null][] = [
  // Both could be the month.
  ["7/2/2014 11:01:00 AM, 7/2/2014 11:02:21 AM", "gr070214_003.sig", null],
  // One of the two shows the order.
  [
    "6/30/2014 11:59:00 PM, 7/1/2014 12:00:21 AM",
    "x.sig",
    "2014-07-01T00:00:21",
  ],
  ["30/6/2014 23:59:00, 1/7/2014 0:00:21", "x.sig", "2014-07-01T00:00:21"],
  // The name does, if SVC's program made it or it begins with the year.
  [
    "7/2/2014 1:00:00 PM, 7/2/2014 1:02:21 PM",
    "140702_1300_R001_T002.sig",
    "2014-07-02T13:02:21",
  ],
  ["7/2/2014 1:00:00, 7/2/2014 1:02:21", "a_20140207_3", "2014-02-07T01:02:21"],
  [
    "7/2/2014 1:00:00, 7/2/2014 1:02:21",
    "HR.070214.0001",
    "2014-07-02T01:02:21",
  ],
  ["7/2/2014 1:00:00, 7/2/2014 1:02:21", "a_20150207_3", null],
  // The same either way.
  ["6/6/2014 1:00:00, 6/6/2014 1:02:21", "x.sig", "2014-06-06T01:02:21"],
  ["2014-07-02 1:00:00, 2014-07-02 1:02:21", "x.sig", "2014-07-02T01:02:21"],
  // Of the target nothing is known.
  ["6/30/2014 1:00:00,  ", "x.sig", null],
];
for (const [time, name, date] of TIMES) {
  Deno.test(`readSig takes "${time}" of ${name} as ${date}`, () => {
    const text = `/*** Spectra Vista SIG Data ***/\nname= ${name}\n` +
      `time= ${time}\ndata= \n350  1  1  1\n351  1  1  1\n`;
    assertEquals(readSig(bytesOf(text), "a.sig").metadata.date, date);
  });
}

Deno.test("readSig takes the day first where numbers have commas", () => {
  const text = "/*** Spectra Vista SIG Data ***/\ntime= 07/02/2014 11:01:00, " +
    "07/02/2014 11:02:21\ndata= \n350,0  1  1  1\n351,0  1  1  1\n";
  const { date } = readSig(bytesOf(text), "a.sig").metadata;
  assertEquals(date, "2014-02-07T11:02:21");
});

Deno.test("fieldDate reads no date that is none", () => {
  for (
    const text of [
      "",
      "n/a",
      "13/13/2016",
      "02/30/2016",
      "02/29/2015",
      "0/1/2016",
      "06/24/16",
      "062/4/2016",
      "06/24/2016 24:00:00",
      "06/24/2016 12:60:00",
      "06/24/2016 13:00:00 PM",
      "06/24/2016 about noon",
      "06/24-2016",
      "24.13.2016",
    ]
  ) assertEquals([text, fieldDate(text, "month first")], [text, null]);
  assertEquals(fieldDate("02/29/2016", "month first"), "2016-02-29");
  assertEquals(
    fieldDate("1.2.2016 3:04", "month first"),
    "2016-02-01T03:04:00",
  );
  assertEquals(fieldDate("13/2/2016", "month first"), "2016-02-13");
  assertEquals(fieldDate("3/2/2016", null), null);
  assertEquals(dateOrder(["3/2/2016", "n/a", "3/13/2016"]), "month first");
  assertEquals(dateOrder(["3/2/2016", "2016-13-12"]), null);
});

const PLACES: [text: string, axis: "NS" | "EW", degrees: number | null][] = [
  ["4517.9474N", "NS", 45 + 17.9474 / 60],
  ["01332.0490E", "EW", 13 + 32.049 / 60],
  ["15638.4719W     ", "EW", -(156 + 38.4719 / 60)],
  ["3325,5 S", "NS", -(33 + 25.5 / 60)],
  ["-116.16258", "EW", -116.16258],
  ["45.3 N", "NS", 45.3],
  ["116.25W", "EW", -116.25],
  ["0000.0000S", "NS", 0],
  ["n/a", "NS", null],
  ["", "EW", null],
  ["4560.0000N", "NS", null],
  ["9100.0000N", "NS", null],
  ["4517.9474", "NS", null],
  ["4517.9474E", "NS", null],
  ["-45.3N", "NS", null],
  ["181", "EW", null],
  ["45°17'N", "NS", null],
];
for (const [text, axis, degrees] of PLACES) {
  Deno.test(`fieldDegrees takes "${text}" (${axis}) as ${degrees}`, () => {
    const found = fieldDegrees(text, axis);
    if (degrees === null) assertEquals(found, null);
    else assertAlmostEquals(found!, degrees, 1e-12);
    assert(!Object.is(found, -0));
  });
}

/** Bands of two detectors: 1 nm apart to 1010, 3 nm apart from 980. */
function twoDetectors(stated: readonly number[]) {
  const wavelengths = Float64Array.from(
    { length: 61 },
    (_, i) => i < 41 ? 970 + i : 980 + 3 * (i - 41),
  );
  return joinDetectors({
    path: "a.sig",
    wavelengths,
    reflectance: wavelengths.map((_, i) => i < 41 ? 1 : 2),
    lines: Array.from(wavelengths, (_, i) => i + 1),
    stated,
  });
}

Deno.test("joinDetectors takes each wavelength from one detector, at a third of the overlap", () => {
  const { wavelengths, reflectance, splices, note } = twoDetectors([]);
  assertEquals(splices, [990]);
  assertEquals([...wavelengths.slice(18, 23)], [988, 989, 992, 995, 998]);
  assertEquals([...reflectance.slice(18, 23)], [1, 1, 2, 2, 2]);
  assertEquals(note, ", 25 overlapping bands left out");
});

Deno.test("joinDetectors joins where the file says", () => {
  const { wavelengths, splices } = twoDetectors([1001]);
  assertEquals(splices, [1001]);
  assertEquals([...wavelengths.slice(29, 33)], [999, 1000, 1001, 1004]);
  assertThrows(
    () => twoDetectors([1030]),
    InputError,
    "a.sig, line 42: wavelength 980 follows 1010",
  );
});

Deno.test("joinDetectors keeps stated joins within a spectrum without overlap", () => {
  const wavelengths = Float64Array.of(970, 980, 990, 1000);
  const { splices, note } = joinDetectors({
    path: "a.sig",
    wavelengths,
    reflectance: wavelengths,
    lines: [1, 2, 3, 4],
    stated: [985, 1900],
  });
  assertEquals([splices, note], [[985], ""]);
});
