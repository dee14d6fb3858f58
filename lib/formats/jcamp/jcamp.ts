// JCAMP-DX files (`.jdx`, `.dx`, `.jcm`): text with one spectrum, or several in
// blocks that a block of DATA TYPE LINK holds.
//
// Source: McDonald and Wilks 1988, "JCAMP-DX: A Standard Form for Exchange of
// Infrared Spectra in Computer Readable Form", Applied Spectroscopy 42, 151;
// LONGDATE and .AVERAGES from Lampen et al. 1999, Applied Spectroscopy 53, 1389.
import { InputError } from "../../errors.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { checkAxes, toReflectance } from "../shared/axes.ts";
import { checkWithLibrary } from "./jcamp_library.ts";
import { jcampMetadata } from "./jcamp_metadata.ts";
import { type JcampBlock, plainValue, readBlocks } from "./jcamp_records.ts";
import { readTable } from "./jcamp_table.ts";
import { decodeText } from "../shared/text.ts";

/** Points of all spectra of a file. */
const MOST_POINTS = 10_000_000;

/** Points that counts of repetitions may make beyond one for each byte. */
const MOST_REPEATED = 1_000_000;

/** Spectra of another kind, though their axes may be named alike. */
const OTHER_KINDS = /RAMAN|INTERFEROGRAM|EMISSION|FLUORESCENCE|TRANSMI/i;

/** Whether the first bytes are those of a JCAMP-DX file. */
export function looksLikeJcamp(head: Uint8Array): boolean {
  const text = new TextDecoder("windows-1252").decode(head);
  return /^(ï»¿)?(\s|\$\$[^\r\n]*[\r\n])*##[ \t]*(TITLE|JCAMP-?DX)[ \t]*=/i
    .test(text);
}

/**
 * Reads a JCAMP-DX file.
 *
 * @param bytes The file: UTF-8, or else Windows-1252.
 * @param path Its name, for messages.
 * @returns The spectra of all blocks, in the file's order. Reflectance is as
 * the block has it, or made of absorbance, log(1/R) or Kubelka-Munk; wavelengths
 * are in nm, also where the file has wavenumbers.
 * @throws {InputError} If a block is cut short, its numbers do not pass the
 * checks of the format, or no reflectance can be made of it.
 */
export async function readJcamp(
  bytes: Uint8Array,
  path: string,
): Promise<InstrumentSpectrum[]> {
  const spectra: InstrumentSpectrum[] = [];
  const most = Math.min(MOST_POINTS, MOST_REPEATED + bytes.length);
  let points = 0;
  for (
    const block of spectrumBlocks(readBlocks(decodeText(bytes), path), path)
  ) {
    const spectrum = await readBlock(block, path);
    spectra.push(spectrum);
    points += spectrum.wavelengths.length;
    if (points > most) {
      throw new InputError(
        `${path}, line ${block.line}: has ${points} points up to here; ` +
          `expected at most ${most} in a file of ${bytes.length} bytes`,
      );
    }
  }
  if (spectra.length > 0) return spectra;
  throw new InputError(`${path}: holds no spectrum; expected one at least`);
}

/** The blocks that hold a spectrum each. */
function* spectrumBlocks(
  blocks: readonly JcampBlock[],
  path: string,
): Generator<JcampBlock> {
  for (const block of blocks) {
    // The structure of a molecule may be linked to its spectrum.
    if (block.records.has("JCAMPCS")) continue;
    const isLink = /^LINK$/i.test(word(block, "DATATYPE"));
    if (!isLink && block.blocks.length === 0) {
      yield block;
      continue;
    }
    const said = word(block, "BLOCKS");
    if (said !== "" && said !== String(block.blocks.length)) {
      throw new InputError(
        `${path}, line ${block.line}: holds ${block.blocks.length} blocks; ` +
          `expected ${said.slice(0, 20)}, as ##BLOCKS= says`,
      );
    }
    yield* spectrumBlocks(block.blocks, path);
  }
}

async function readBlock(
  block: JcampBlock,
  path: string,
): Promise<InstrumentSpectrum> {
  const place = `${path}, line ${block.line}`;
  const kind = word(block, "DATATYPE");
  if (OTHER_KINDS.test(kind)) {
    throw new InputError(
      `${place}: holds "${kind.slice(0, 40)}"; expected a spectrum of ` +
        "reflectance or absorbance",
    );
  }
  if (block.records.has("NTUPLES")) {
    throw new InputError(
      `${place}: holds ##NTUPLES=; expected one table of x and y`,
    );
  }
  const axes = { xUnit: word(block, "XUNITS"), yUnit: word(block, "YUNITS") };
  checkAxes(axes, place);
  const table = readTable(block, path);
  await checkWithLibrary(block, table, path);
  const { quantity, ...spectrum } = toReflectance({
    ...axes,
    x: table.x,
    y: table.ordinates.map((ordinate) => ordinate * table.yFactor),
  }, place);
  return {
    ...spectrum,
    metadata: {
      ...jcampMetadata(block, { path, quantity }),
      ...(table.warnings.length > 0 && { warnings: table.warnings }),
    },
  };
}

function word({ records }: JcampBlock, label: string): string {
  const record = records.get(label);
  return record ? plainValue(record) : "";
}
