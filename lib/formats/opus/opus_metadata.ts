// What an OPUS file says of its spectrum besides the points.
import { blockBytes, refuseOverlap } from "../shared/block_bytes.ts";
import { fieldDate } from "../shared/field_header.ts";
import type { SpectrumMetadata } from "../shared/metadata.ts";
import type { OpusBlock } from "./opus_directory.ts";
import { type OpusParameters, readOpusParameters } from "./opus_parameters.ts";

/** Kinds of parameters: of the instrument, the measurement, the sample. */
const WANTED = [2, 3, 10];

const OF_REFERENCE = 2;

/**
 * Puts the metadata together.
 *
 * @param bytes The file.
 * @param about Its blocks, the parameters of its result, its name, and how
 * reflectance was made.
 * @returns Metadata. The time is local, as the file has it; how far it is from
 * UTC is left out. Between slashes OPUS writes the day first, or the year.
 * @throws {InputError} If the file is cut short, or blocks lie in one another.
 */
export function opusMetadata(
  bytes: Uint8Array,
  { blocks, status, path, quantity }: {
    readonly blocks: readonly OpusBlock[];
    readonly status: OpusParameters;
    readonly path: string;
    readonly quantity: string;
  },
): Omit<SpectrumMetadata, "warnings"> {
  const all = ofSample(bytes, blocks, path);
  const text = (name: string) => String(all.get(name) ?? "") || null;
  const resolution = all.get("RES");
  const form = text("SFM");
  const description = [
    text("SNM"),
    form && `sample form: ${form}`,
    resolution && `resolution: ${resolution} 1/cm`,
  ].filter(Boolean).join("; ");
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "OPUS",
    instrument: text("INS"),
    serial: text("SRN"),
    date: readDate(status),
    latitude: null,
    longitude: null,
    description: description || null,
    splices: [],
    quantity,
    scans: count(all.get("NSS")) ?? count(all.get("ASS")),
  };
}

/** Where a block is there twice, what a later step left counts. */
function ofSample(
  bytes: Uint8Array,
  blocks: readonly OpusBlock[],
  path: string,
): OpusParameters {
  const found = blocks.filter(({ parameters, of }) =>
    WANTED.includes(parameters) && of !== OF_REFERENCE
  );
  refuseOverlap(found, bytes.length, path);
  return new Map(
    [true, false].flatMap((measured) =>
      found.filter(({ original }) => original === measured)
    ).flatMap((block) => [
      ...readOpusParameters(blockBytes(bytes, block, path)),
    ]),
  );
}

/** `2012/11/09` and `11:45:34.641 (GMT-6)`. */
function readDate(status: OpusParameters): string | null {
  const day = String(status.get("DAT") ?? "");
  const time = String(status.get("TIM") ?? "").replace(/\s*\(.*$/, "");
  return fieldDate(`${day} ${time}`, "day first") ??
    fieldDate(day, "day first");
}

function count(value: number | string | undefined): number | null {
  return Number(value) > 0 && Number.isInteger(Number(value))
    ? Number(value)
    : null;
}
