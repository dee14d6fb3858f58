// Galactic and Thermo GRAMS files (`.spc`), with one spectrum or several: header,
// abscissae if they are not even, then spectra, and perhaps a log.
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { checkAxes, toReflectance } from "../shared/axes.ts";
import { spcAxes } from "./spc_axes.ts";
import { readSpcHeader } from "./spc_header.ts";
import { findSubfiles } from "./spc_layout.ts";
import { readPoints } from "./spc_library.ts";
import { readSpcTexts, spcMetadata } from "./spc_metadata.ts";

const ZIP = 0x504b0304;

/** Whether the first bytes are those of an SPC file. */
export function looksLikeSpc(head: Uint8Array): boolean {
  const version = head[1];
  if (version < 0x4b || version > 0x4d || head.length < 256) return false;
  // Text may have such a second letter, and has no zeros; ZIP archives have both.
  if (!head.includes(0)) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0) === ZIP) return false;
  // Few bytes tell a TIFF or a picture from a file of the old format.
  return version !== 0x4d || Number.isInteger(view.getFloat32(4, true));
}

/**
 * Reads an SPC file: the new format in either order of bytes, and the old one.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Its spectra in order. Reflectance is as the file has it, or made of
 * absorbance, log(1/R) or Kubelka-Munk; wavelengths are in nm, also where the file
 * has wavenumbers.
 * @throws {InputError} If the file is cut short, its header makes no sense, or no
 * reflectance can be made of what it holds.
 */
export async function readSpc(
  bytes: Uint8Array,
  path: string,
): Promise<InstrumentSpectrum[]> {
  const header = readSpcHeader(bytes, path);
  const texts = readSpcTexts(header);
  const axes = spcAxes(header, texts.labels);
  checkAxes(axes, path);
  const subfiles = findSubfiles(header);
  const points = await readPoints(header, subfiles);
  return points.map(({ x, y }, i) => {
    const place = points.length === 1 ? path : `${path}, spectrum ${i + 1}`;
    const { quantity, ...spectrum } = toReflectance({ ...axes, x, y }, place);
    const { at } = subfiles[i];
    return {
      ...spectrum,
      metadata: spcMetadata(header, { texts, at, quantity }),
    };
  });
}
