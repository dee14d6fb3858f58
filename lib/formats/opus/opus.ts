// Bruker OPUS files, whose names often end in `.0`, `.1` and so on: spectra of
// FTIR and FT-NIR instruments, with the parameters of their measurement.
import { InputError } from "../../errors.ts";
import { toReflectance } from "../shared/axes.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import {
  type OpusBlock,
  opusBlocks,
  type OpusParameters,
  opusParameters,
} from "./opus_blocks.ts";

export { looksLikeOpus } from "./opus_blocks.ts";

/** Quantities that reflectance can be made of, the best first. */
const QUANTITIES: readonly { readonly code: number; readonly name: string }[] =
  [
    { code: 12, name: "reflectance" },
    { code: 15, name: "log(1/R)" },
    { code: 4, name: "absorbance" },
    { code: 6, name: "Kubelka-Munk" },
  ];

/** What else may be in a file, for messages. */
const OTHERS: Readonly<Record<number, string>> = {
  1: "single-channel spectra",
  2: "interferograms",
  3: "phases",
  5: "transmittance",
  7: "traces",
  10: "Raman spectra",
  11: "emission",
  14: "power spectra",
  16: "ATR spectra",
  17: "photoacoustic spectra",
};

const UNITS: Readonly<Record<string, string>> = {
  WN: "cm-1",
  MI: "um",
  NM: "nm",
};

const DIRECTORY = 13;
const RATIO = 3;
const DATA = 0;
const DATA_PARAMETERS = 1;
const MOST_POINTS = 10_000_000;

/**
 * Reads an OPUS file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Its spectrum: reflectance as it stands there, or made of log(1/R),
 * absorbance or Kubelka–Munk; wavelengths in nm, also where the file has
 * wavenumbers.
 * @throws {InputError} If the file is cut short, makes no sense, or has nothing
 * of which reflectance can be made.
 */
export function readOpus(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): InstrumentSpectrum {
  const blocks = opusBlocks(bytes, path);
  const ratios = blocks.filter(({ channel, derivative }) =>
    channel === RATIO && derivative === 0
  );
  for (const { code, name } of QUANTITIES) {
    const data = ratios.find((block) =>
      block.role === DATA && block.quantity === code
    );
    if (data === undefined) continue;
    if (data.form === 2) {
      throw new InputError(
        `${path}: holds a series of ${name} spectra; expected a file with one`,
      );
    }
    const about = ratios.find((block) =>
      block.role === DATA_PARAMETERS && block.quantity === code
    );
    if (about === undefined) {
      throw new InputError(
        `${path}: has no parameters of its ${name}; expected FXV, LXV and NPT`,
      );
    }
    const parameters = opusParameters(about.bytes, path);
    return readSpectrum(data, { blocks, parameters, name, path });
  }
  const kinds = [
    ...new Set(
      blocks.filter(({ role, quantity }) =>
        role === DATA && quantity > 0 && quantity !== DIRECTORY
      )
        .map(({ quantity }) => OTHERS[quantity] ?? `data of kind ${quantity}`),
    ),
  ];
  throw new InputError(
    `${path}: holds ${kinds.length > 0 ? kinds.join(", ") : "no spectrum"}; ` +
      "expected reflectance, log(1/R), absorbance or Kubelka-Munk",
  );
}

function readSpectrum(
  data: OpusBlock,
  { blocks, parameters, name, path }: {
    readonly blocks: readonly OpusBlock[];
    readonly parameters: OpusParameters;
    readonly name: string;
    readonly path: string;
  },
): InstrumentSpectrum {
  const number = (key: string, otherwise?: number): number => {
    const value = parameters.get(key) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new InputError(
      `${path}: parameter ${key} of its ${name} is ` +
        `${value === undefined ? "missing" : value}; expected a number`,
    );
  };
  const points = number("NPT");
  if (
    !Number.isInteger(points) || points < 2 || points > MOST_POINTS ||
    4 * points > data.bytes.length
  ) {
    throw new InputError(
      `${path}: its ${name} is said to have ${points} points, and has ` +
        `${data.bytes.length} bytes; expected 4 bytes a point, and 2 points ` +
        "or more",
    );
  }
  const format = number("DPF", 1);
  if (format !== 1 && format !== 2) {
    throw new InputError(
      `${path}: its ${name} is in data format ${format}; expected 1 or 2`,
    );
  }
  const [first, last] = [number("FXV"), number("LXV")];
  const factor = number("CSF", 1);
  const view = new DataView(
    data.bytes.buffer,
    data.bytes.byteOffset,
    data.bytes.length,
  );
  const x = Float64Array.from(
    { length: points },
    (_, i) => first + (last - first) * (i / (points - 1)),
  );
  const y = Float64Array.from({ length: points }, (_, i) =>
    factor *
    (format === 1 ? view.getFloat32(4 * i, true) : view.getInt32(4 * i, true)));
  const unit = String(parameters.get("DXU") ?? "WN").trim().toUpperCase();
  const { quantity, ...spectrum } = toReflectance({
    x,
    xUnit: UNITS[unit] ?? unit,
    y,
    yUnit: name,
  }, path);
  return {
    ...spectrum,
    metadata: { ...metadata(blocks, parameters, path), quantity },
  };
}

function metadata(
  blocks: readonly OpusBlock[],
  parameters: OpusParameters,
  path: string,
): Omit<InstrumentSpectrum["metadata"], "quantity"> {
  // Of the measurement of the sample first, as of the reference there are some.
  const all = new Map<string, number | string>();
  const roles = blocks.filter(({ role, channel }) => role > 1 && channel !== 2);
  for (const { bytes } of roles) {
    for (const [key, value] of opusParameters(bytes, path)) {
      if (!all.has(key)) all.set(key, value);
    }
  }
  const text = (key: string) => String(all.get(key) ?? "").trim() || null;
  const scans = all.get("NSS") ?? all.get("ASS");
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "Bruker OPUS",
    instrument: text("INS"),
    serial: text("SRN"),
    date: dateOf(parameters.get("DAT"), parameters.get("TIM")),
    latitude: null,
    longitude: null,
    description: text("SNM") ?? text("SFM"),
    splices: [],
    scans: typeof scans === "number" && scans > 0 ? scans : null,
  };
}

/** OPUS writes `21/05/2019` or `2019/05/21`, and `14:03:55.123 (GMT+2)`. */
function dateOf(
  date: number | string | undefined,
  time: number | string | undefined,
): string | null {
  const text = String(date ?? "").trim();
  const [, dd, mm, yyyy] = /^(\d\d?)\/(\d\d?)\/(\d{4})$/.exec(text) ?? [];
  const [, y, m, d] = /^(\d{4})\/(\d\d?)\/(\d\d?)$/.exec(text) ?? [];
  const parts = yyyy ? [yyyy, mm, dd] : y ? [y, m, d] : null;
  if (parts === null || +parts[1] > 12 || +parts[2] > 31) return null;
  const day = parts.map((part) => part.padStart(2, "0")).join("-");
  const clock = /^(\d\d:\d\d:\d\d)/.exec(String(time ?? "").trim())?.[1];
  return clock ? `${day}T${clock}` : day;
}
