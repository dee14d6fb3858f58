// The OPUS and OMNIC files of tests/goldens/instruments: what they hold is made
// from formulas; tests/reference/opus_spa.py has independent readers tell.
import {
  dataBlocks,
  type MadeBlock,
  makeOpus,
  OPUS,
  OPUS_PARAMETERS,
} from "./opus_file.ts";
import { makeSpa } from "./spa_file.ts";

/** Something like a soil's reflectance over so many points. */
function soil(count: number, depth = 0.2): number[] {
  return Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1);
    const dip = (centre: number, width: number) =>
      1 - depth * Math.exp(-(((t - centre) / width) ** 2));
    return (0.15 + 0.4 * t) * dip(0.3, 0.02) * dip(0.6, 0.04);
  });
}

const absorbance = (reflectance: readonly number[]) =>
  reflectance.map((r) => -Math.log10(r));
const kubelkaMunk = (reflectance: readonly number[]) =>
  reflectance.map((r) => (1 - r) ** 2 / (2 * r));

const ABOUT: readonly MadeBlock[] = [
  {
    type: OPUS_PARAMETERS.sample,
    content: {
      CNM: "Administrator",
      SFM: "air-dried, < 2 mm",
      SNM: "RS001 Löß",
      CPY: "",
    },
  },
  {
    type: OPUS_PARAMETERS.acquisition,
    content: { NSS: { int: 64 }, PLF: { enum: "AB" }, RES: 4 },
  },
  {
    type: OPUS_PARAMETERS.instrument,
    content: { INS: "Alpha II", SRN: "200412", ASS: { int: 63 } },
  },
  {
    type: OPUS_PARAMETERS.referenceInstrument,
    content: { INS: "Reference", SRN: "0", ASS: { int: 32 } },
  },
];

const r = soil(96);
const half = { CSF: 0.5, NPT: { int: 90 }, FXV: 7498.25, LXV: 599.5 };

/** Bytes of every file, by name. */
export const OPUS_SPA_FILES: Readonly<Record<string, Uint8Array<ArrayBuffer>>> =
  {
    // As an instrument leaves it: all as measured.
    "opus_measured.0": makeOpus([
      ...dataBlocks(OPUS.original + OPUS.interferogram, soil(200), {
        DXU: { enum: "PNT" },
        FXV: 0,
        LXV: 199,
      }),
      ...dataBlocks(OPUS.original + OPUS.sample, soil(96)),
      ...dataBlocks(OPUS.original + OPUS.reference, soil(96, 0.01)),
      ...dataBlocks(OPUS.original + OPUS.absorbance, absorbance(r)),
      ...ABOUT,
    ]),
    // Values are padded and scaled; a later step left a second version.
    "opus_processed.1": makeOpus([
      ...dataBlocks(OPUS.original + OPUS.absorbance, absorbance(r)),
      ...dataBlocks(
        OPUS.absorbance,
        absorbance(soil(96, 0.1)).map((v) => 2 * v),
        { ...half, DAT: "13/11/2012", TIM: "09:05:04 (GMT-6)" },
      ),
      { ...ABOUT[0], type: OPUS.original + OPUS_PARAMETERS.sample },
      {
        type: OPUS_PARAMETERS.sample,
        content: { SNM: "renamed", SFM: "ground" },
      },
    ]),
    "opus_reflectance.0002": makeOpus([
      ...dataBlocks(OPUS.reflectance, r),
      ...dataBlocks(OPUS.transmittance, soil(96, 0.5)),
      ...ABOUT.slice(1),
    ]),
    "opus_kubelka_munk.3": makeOpus(
      dataBlocks(OPUS.kubelkaMunk, kubelkaMunk(r), {
        DXU: { enum: "MI" },
        FXV: 1.25,
        LXV: 2.5,
      }),
    ),
    "opus_transmittance.4": makeOpus([
      ...dataBlocks(OPUS.transmittance, r, { TIM: null }),
      { type: OPUS_PARAMETERS.acquisition, content: { RES: 16 } },
    ]),
    "spa_absorbance.spa": makeSpa([{
      y: absorbance(r),
      comment: "air-dried\r\n< 2 mm",
      history: "Collect Sample\r\n\t Final format:\tAbsorbance\r\n" +
        "\t Bench Serial Number:APW0900134\r\n",
    }], { title: "RS001 Löß" }),
    "spa_percent.spa": makeSpa([{
      y: r.map((v) => 100 * v),
      yCode: 11,
      xCode: 3,
      ends: [1000, 2500],
      scans: 0,
    }], { seconds: 0 }),
    "spa_log.spa": makeSpa([{ y: absorbance(r), yCode: 12, scans: 16 }]),
    "spa_reflectance.spa": makeSpa([{
      y: r,
      yCode: 21,
      xCode: 4,
      ends: [1.25, 2.5],
      more: [[83, new TextEncoder().encode("library")]],
    }], { behind: 1 }),
    "spa_kubelka_munk.spa": makeSpa([{ y: kubelkaMunk(r), yCode: 20 }]),
    "spa_group.spg": makeSpa([
      { y: absorbance(r), title: "first.spa", seconds: 3_767_515_436 },
      {
        y: absorbance(soil(96, 0.1)),
        title: "second.spa",
        seconds: 3_767_515_499,
        scans: 64,
        history: "Bench Serial Number:2",
      },
    ], { title: "two.spg" }),
  };
