// Bruker OPUS files (`.0`, `.1`, ..., or without an ending): a header, a
// directory, and the blocks that it lists: data, their parameters, texts.
import { blockBytes } from "../shared/block_bytes.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { checkAxes, toReflectance } from "../shared/axes.ts";
import { notedAbsorbance } from "../shared/noted_absorbance.ts";
import { readOpusDirectory } from "./opus_directory.ts";
import { opusMetadata } from "./opus_metadata.ts";
import { readOpusParameters } from "./opus_parameters.ts";
import { readOpusPoints } from "./opus_points.ts";
import { findOpusResult, type OpusResult } from "./opus_result.ts";

const MAGIC = [0x0a, 0x0a, 0xfe, 0xfe];

/** Whether the first bytes are those of an OPUS file. */
export function looksLikeOpus(head: Uint8Array): boolean {
  return head.length > MAGIC.length &&
    MAGIC.every((byte, at) => head[at] === byte);
}

/**
 * Reads an OPUS file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Its absorbance as 10^-A, else its reflectance, its Kubelka-Munk
 * turned back, or its transmittance, which OPUS makes as it makes reflectance.
 * Wavelengths are in nm.
 * @throws {InputError} If the file is cut short, what places its values makes
 * no sense, or it holds none of these: single-channel spectra, interferograms,
 * series and derivatives are refused by name.
 */
export function readOpus(bytes: Uint8Array, path: string): InstrumentSpectrum {
  const blocks = readOpusDirectory(bytes, path);
  const result = findOpusResult(blocks, path);
  const status = readOpusParameters(blockBytes(bytes, result.status, path));
  const { warnings, ...points } = readOpusPoints(
    { bytes, path, result, status },
  );
  const axes = { xUnit: points.xUnit, yUnit: quantityName(result) };
  checkAxes(axes, path);
  const { quantity, absorbance, ...spectrum } = toReflectance(
    { ...points, ...axes },
    path,
  );
  const about = { blocks, status, path, quantity: say(result, quantity) };
  return {
    ...spectrum,
    ...notedAbsorbance(absorbance, processedNote(result)),
    metadata: { ...opusMetadata(bytes, about), warnings },
  };
}

function quantityName({ yUnit }: OpusResult): string {
  return yUnit === "transmittance" ? "reflectance" : yUnit;
}

function processedNote({ processed }: OpusResult): string {
  return processed ? ", as processed in OPUS" : "";
}

function say(result: OpusResult, quantity: string): string {
  const made = result.yUnit === "transmittance"
    ? "sample / reference, which OPUS has as transmittance"
    : quantity;
  return made + processedNote(result);
}
