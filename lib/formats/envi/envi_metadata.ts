// What an ENVI header says of a library besides its numbers.
import type { SpectrumMetadata } from "../shared/metadata.ts";
import { fieldDate } from "../shared/field_header.ts";
import { type EnviHeader, enviList, enviText } from "./envi_header.ts";

/** Runs of bad bands that a warning names. */
const NAMED = 10;

/** What is known of a spectrum otherwise. */
export interface EnviSpectrum {
  readonly path: string;
  readonly name: string | undefined;
  readonly splices: readonly number[];
  readonly quantity: string;
  /** How many bands the header has. */
  readonly bands: number;
  /** Names of what is left out, as it is no spectrum. */
  readonly others: readonly string[];
}

/**
 * Makes the metadata of one spectrum.
 *
 * @param header The header.
 * @param spectrum What else is known.
 */
export function enviMetadata(
  header: EnviHeader,
  { path, name, splices, quantity, bands, others }: EnviSpectrum,
): SpectrumMetadata {
  const sensor = enviText(header, "sensor type");
  const time = enviText(header, "acquisition time");
  const [date, clock = ""] = time.replace(/Z$/i, "").split(/[T ]/);
  const warnings = [
    ...badBands(enviList(header, "bbl") ?? []),
    ...namesMissing(header, name),
    ...leftOut(others),
  ];
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "ENVI Spectral Library",
    instrument: /^(unknown)?$/i.test(sensor) ? null : sensor,
    serial: null,
    date: fieldDate(`${date} ${clock}`, null),
    latitude: null,
    longitude: null,
    description: [name, enviText(header, "description")].filter(Boolean)
      .join("; ") || null,
    splices,
    quantity,
    scans: null,
    ...(warnings.length > 0 ? { warnings } : {}),
  };

  /** Runs of zeros in the list of bad bands, counted from 1. */
  function badBands(list: readonly string[]): string[] {
    const runs: string[] = [];
    let count = 0;
    for (let at = 0; at < list.length; at++) {
      if (Number(list[at]) !== 0 || list[at] === "") continue;
      const from = at;
      while (at + 1 < list.length && Number(list[at + 1]) === 0) at++;
      count += at - from + 1;
      runs.push(from === at ? `${from + 1}` : `${from + 1}-${at + 1}`);
    }
    if (count === 0) return [];
    const more = runs.length > NAMED ? " and more" : "";
    return [
      `${count} of ${bands} bands bad (bbl): bands ` +
      runs.slice(0, NAMED).join(", ") + more,
    ];
  }
}

function namesMissing(header: EnviHeader, name: string | undefined): string[] {
  const names = enviList(header, "spectra names");
  if (!names || name !== undefined) return [];
  return [`a list of ${names.length} spectra names, not one for each spectrum`];
}

function leftOut(others: readonly string[]): string[] {
  if (others.length === 0) return [];
  return [
    `${others.length} entries left out that are no spectra, such as ` +
    others[0].slice(0, 60),
  ];
}
