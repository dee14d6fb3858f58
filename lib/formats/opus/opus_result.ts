// Which of the blocks of an OPUS file is the spectrum. A file may hold what was
// measured (interferograms, single-channel spectra of sample and reference) and
// results made of it; and a result twice, as measured and as a later step left
// it (OPUS compensates water vapour and CO2 so).
import { InputError } from "../../errors.ts";
import type { OpusBlock } from "./opus_directory.ts";

/** Results that reflectance can be made of, the first of them that is there. */
const RESULTS: readonly { readonly data: number; readonly yUnit: string }[] = [
  { data: 4, yUnit: "absorbance" },
  { data: 12, yUnit: "reflectance" },
  { data: 6, yUnit: "Kubelka-Munk" },
  // Sample over reference, as reflectance is; only OPUS's name for it differs.
  { data: 5, yUnit: "transmittance" },
];

const AMPLITUDE = 3;
const RATIO = 3;

/** Bit of a type that makes it that of the data's parameters. */
const OF_DATA = 1 << 4;

/** A result and what describes it. */
export interface OpusResult {
  /** What its values are. */
  readonly yUnit: string;
  /** The values. */
  readonly values: OpusBlock;
  /** Where they lie. */
  readonly status: OpusBlock;
  /** Whether the file holds it as measured, too. */
  readonly processed: boolean;
}

/**
 * Chooses a file's result.
 *
 * @param blocks All blocks.
 * @param path Name of the file, for messages.
 * @returns The best result, and of several alike the last that is not as
 * measured: that is the one which OPUS shows and exports.
 * @throws {InputError} If there is none, or nothing says where its values lie.
 */
export function findOpusResult(
  blocks: readonly OpusBlock[],
  path: string,
): OpusResult {
  for (const { data, yUnit } of RESULTS) {
    const alike = blocks.filter((block) => isResult(block, data));
    const later = alike.filter(({ original }) => !original);
    const values = (later.length > 0 ? later : alike).at(-1);
    if (!values) continue;
    const processed = later.length > 0 && later.length < alike.length;
    return { yUnit, values, processed, status: statusOf(values, blocks, path) };
  }
  const names = blocks.filter(({ data, parameters }) =>
    data > 0 && parameters === 0
  ).map(({ name }) => name);
  const held = [...new Set(names)].join(", ") || "no data";
  throw new InputError(
    `${path}: holds ${held}; expected absorbance, reflectance, Kubelka-Munk or ` +
      "transmittance of one spectrum",
  );
}

function isResult(block: OpusBlock, data: number): boolean {
  return block.data === data && block.parameters === 0 && block.form === 0 &&
    block.channel === 0 && block.derivative === 0 &&
    block.part === AMPLITUDE && block.of === RATIO;
}

/** Several blocks of one type are described in their order. */
function statusOf(
  values: OpusBlock,
  blocks: readonly OpusBlock[],
  path: string,
): OpusBlock {
  const alike = blocks.filter(({ type }) => type === values.type);
  const described = (values.type | OF_DATA) >>> 0;
  const found = blocks.filter(({ type }) => type === described);
  const status = found[alike.indexOf(values)];
  if (status) return status;
  throw new InputError(
    `${path}: holds ${values.name} and not its parameters; expected number and ` +
      "wavenumbers of its points",
  );
}
