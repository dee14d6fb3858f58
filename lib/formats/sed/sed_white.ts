// The white reference of a Spectral Evolution file that has a target alone: the
// target of another file, which is that of the white panel.
import { InputError } from "../../errors.ts";
import type { FieldTable } from "../shared/field_text.ts";
import type { WhiteReference } from "../white_reference.ts";
import { isCalibrated, targetTimes } from "./sed_columns.ts";
import { looksLikeSed, readSedTable, type SedTable } from "./sed_table.ts";

const OPTION = "data.white_reference (--white-reference)";

/** Times that no header says are not the same. */
const UNKNOWN = "unknown";

/**
 * Puts a target beside its white reference.
 *
 * @param target A file with a target alone.
 * @param white The file of the white panel.
 * @returns Columns wavelength, reference and target.
 * @throws {InputError} If the panel's file is none of this kind, or was taken by
 * another instrument or in another way; both sides are named.
 */
export function besideWhite(
  target: SedTable,
  { path, bytes }: WhiteReference,
): FieldTable {
  if (!looksLikeSed(bytes)) {
    throw new InputError(
      `${path}: is no Spectral Evolution file; expected the white reference of ` +
        `${target.path}, as ${OPTION} says`,
    );
  }
  const white = readSedTable(bytes, path, true);
  if (white.columns.alone === null) {
    throw new InputError(
      `${path}: holds ${
        white.columns.headings.join(", ")
      }; expected a target ` +
        `alone, the white panel, as ${OPTION} says`,
    );
  }
  const [mine, other] = [target, white].map(ways);
  for (const [what, value] of Object.entries(mine)) {
    if (value === other[what] && value !== UNKNOWN) continue;
    throw new InputError(
      `${target.path}: has ${what} ${value}, and its white reference ${path} ` +
        `${other[what]}; expected the same, as one is divided by the other ` +
        `(${OPTION})`,
    );
  }
  const [wavelengths, values] = target.table.columns;
  const [others, reference] = white.table.columns;
  const at = wavelengths.findIndex((nm, i) => nm !== others[i]);
  if (at >= 0 || wavelengths.length !== others.length) {
    throw new InputError(
      `${target.path}: has ${wavelengths.length} wavelengths, and its white ` +
        `reference ${path} ${others.length}` +
        (at >= 0 && at < others.length
          ? ` (first ${wavelengths[at]} and ${others[at]} nm)`
          : "") +
        "; expected the same",
    );
  }
  return {
    columns: [wavelengths, reference, values],
    lines: target.table.lines,
  };
}

/** All that must be the same, in words; radiance has its counts' times in. */
function ways(
  { header, columns: { alone } }: SedTable,
): Record<string, string> {
  const integration = header.get("integration") ?? "";
  return {
    "the target": alone!,
    instrument: header.get("instrument") ?? "(none)",
    ...(!isCalibrated(alone!) && {
      "integration times": targetTimes(integration) || UNKNOWN,
    }),
  };
}
