// The directory of a Bruker OPUS file: for every block its type, length and
// place. A type is a number of 32 bits in which several things are packed.
//
// Bruker publishes no description. The layout is as brukeropus and opusreader2
// have it; both read thousands of files of many instruments.
import { InputError } from "../../errors.ts";
import { type BlockPlace, viewOf } from "../shared/block_bytes.ts";

/** A block of a file. */
export interface OpusBlock extends BlockPlace {
  /** Its type as the file has it. */
  readonly type: number;
  /** 1 the real part of complex numbers, 2 the imaginary one, 3 amplitude. */
  readonly part: number;
  /** 1 of the sample, 2 of the reference, 3 sample over reference. */
  readonly of: number;
  /** What parameters it holds; 0 none, 1 those of data. */
  readonly parameters: number;
  /** What data it holds; 0 none. */
  readonly data: number;
  /** Which channel of the detector the data are of, from 0. */
  readonly channel: number;
  /** Which derivative the data are; 0 none. */
  readonly derivative: number;
  /** 2 a series of spectra, 4 data in a compact form, others no spectra. */
  readonly form: number;
  /** Whether it is as measured, and not as a later step left it. */
  readonly original: boolean;
}

/** Bytes before the directory may begin. */
const HEADER = 24;

/** Bytes of an entry. */
const ENTRY = 12;

/** OPUS makes room for some dozens. */
const MOST_BLOCKS = 10_000;

/** What data are called, by number. */
const DATA: Readonly<Record<number, string>> = {
  1: "single-channel spectrum",
  2: "interferogram",
  3: "phase",
  4: "absorbance",
  5: "transmittance",
  6: "Kubelka-Munk",
  7: "trace over time",
  8: "series of interferograms",
  9: "series of spectra",
  10: "Raman",
  11: "emission",
  12: "reflectance",
  14: "power",
  15: "log reflectance",
  16: "ATR",
  17: "photoacoustic",
};

/** The directory itself is numbered among the data. */
const DIRECTORY = 13;

/**
 * Reads the directory.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns All blocks but the directory, in its order; they may reach beyond
 * the end of the file.
 * @throws {InputError} If the file is cut short, or no directory is where its
 * header says.
 */
export function readOpusDirectory(
  bytes: Uint8Array,
  path: string,
): OpusBlock[] {
  if (bytes.length < HEADER) {
    throw new InputError(
      `${path}: is cut short after ${bytes.length} bytes; expected an OPUS ` +
        `header of ${HEADER}`,
    );
  }
  const view = viewOf(bytes);
  const start = view.getUint32(12, true);
  const most = view.getUint32(16, true);
  if (start < HEADER || most < 1 || most > MOST_BLOCKS) {
    throw new InputError(
      `${path}, byte 12: found a directory at byte ${start} for ${most} ` +
        `blocks; expected one after byte ${HEADER} for 1 to ${MOST_BLOCKS}`,
    );
  }
  const blocks: OpusBlock[] = [];
  for (let i = 0; i < most; i++) {
    const entry = start + i * ENTRY;
    if (entry + ENTRY > bytes.length) {
      throw new InputError(
        `${path}: is cut short after ${bytes.length} bytes; expected entry ` +
          `${i + 1} of its directory up to byte ${entry + ENTRY}`,
      );
    }
    const at = view.getUint32(entry + 8, true);
    if (at === 0) break;
    const type = view.getUint32(entry, true);
    const length = 4 * view.getUint32(entry + 4, true);
    const block = takeApart(type, { at, length });
    if (block.data !== DIRECTORY) blocks.push(block);
  }
  return blocks;
}

function takeApart(
  type: number,
  place: Pick<BlockPlace, "at" | "length">,
): OpusBlock {
  const bits = (from: number, count: number) =>
    (type >>> from) & ((1 << count) - 1);
  const fields = {
    type,
    part: bits(0, 2),
    of: bits(2, 2),
    parameters: bits(4, 6),
    data: bits(10, 5),
    channel: bits(15, 2),
    derivative: bits(17, 2),
    form: bits(19, 3),
    original: bits(30, 1) === 1,
  };
  return { ...fields, ...place, name: blockName(fields) };
}

function blockName(
  block: Pick<
    OpusBlock,
    "part" | "of" | "parameters" | "data" | "channel" | "derivative" | "form"
  >,
): string {
  if (block.data === 0) return "parameters";
  const name = DATA[block.data] ?? `data of kind ${block.data}`;
  return [
    ["", "sample's ", "reference's "][block.of] ?? "",
    ["", "real part of ", "imaginary part of "][block.part] ?? "",
    block.form === 2 ? "series of " : "",
    block.derivative > 0 ? "derivative of " : "",
    name,
    block.form === 4 ? " in compact form" : "",
    block.channel > 0 ? ` of channel ${block.channel + 1}` : "",
    block.parameters > 0 ? " parameters" : "",
  ].join("");
}
