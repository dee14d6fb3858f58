// The white reference of a file of counts or radiance that has none, in a file of
// its own: what the instrument saw of the white panel. Counts depend on how long
// and how strongly they were taken, so that both must have been taken alike;
// nothing is scaled here, as no header says how dark signals would be.
import { InputError } from "../../errors.ts";
import type { WhiteReference } from "../white_reference.ts";
import { ASD_HEADER, type AsdHeader, readAsdHeader } from "./asd_header.ts";
import { readAsdReference } from "./asd_reference.ts";
import { areCounts } from "./asd_reflectance.ts";
import { type AsdSource, readAsdValues } from "./asd_values.ts";
import { looksLikeAsd } from "./looks_like_asd.ts";

const OPTION = "data.white_reference (--white-reference)";

/**
 * Reads the white reference of another file.
 *
 * @param white The file of the white panel.
 * @param target The file of a target, raw or radiance.
 * @returns What the panel gave, and the name of its file.
 * @throws {InputError} If it is no ASD file, or was taken by another instrument
 * or in another way; both sides are named.
 */
export function readAsdWhite(
  { path, bytes }: WhiteReference,
  target: AsdSource,
): { readonly reference: Float64Array; readonly of: string } {
  if (!looksLikeAsd(bytes)) {
    throw new InputError(
      `${path}: is no ASD file; expected the white reference of ` +
        `${target.path}, as ${OPTION} says`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readAsdHeader(view, path);
  if (readAsdReference(view, { header, path }).reference) {
    throw new InputError(
      `${path}: holds a white reference beside its spectrum, so that either ` +
        `could be meant; expected a file of the white panel alone, as ${OPTION} ` +
        "says",
    );
  }
  const counts = target.header.type === "raw";
  const [mine, other] = [target.header, header].map((one) => ways(one, counts));
  for (const [what, value] of Object.entries(mine)) {
    if (value === other[what]) continue;
    throw new InputError(
      `${target.path}: has ${what} ${value}, and its white reference ${path} ` +
        `${other[what]}; expected the same, as one is divided by the other ` +
        `(${OPTION})`,
    );
  }
  const reference = readAsdValues(view, ASD_HEADER, { header, path });
  if (counts && !areCounts(reference)) {
    throw new InputError(
      `${path}: holds no counts; expected those of a white panel, as ${OPTION} ` +
        "says",
    );
  }
  return { reference, of: path.split(/[\\/]/).at(-1)! };
}

/** All that must be the same, in words; radiance has its counts' settings in. */
function ways(
  header: AsdHeader,
  counts: boolean,
): Record<string, string> {
  const { type, channels, start, step, serial, darkSubtracted } = header;
  return {
    data: type,
    channels: `${channels}, from ${start} nm every ${step} nm`,
    "an instrument of number": serial ?? "(none)",
    ...(counts && {
      ...header.settings,
      "a dark signal that is": darkSubtracted ? "subtracted" : "in",
    }),
  };
}
