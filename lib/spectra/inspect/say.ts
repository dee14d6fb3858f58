// Numbers and names in the sentences of a report.
import type { SpectraSet } from "../spectra_set.ts";
import type { Oddity } from "./types.ts";

/** A wavelength or distance in nm, to a thousandth. */
export function nm(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** A reflectance to four digits, with a true minus. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4))).replace(/^-/, "\u2212");
}

/** How many times something is, to two digits, or `many` for no number. */
export function times(value: number): string {
  if (!Number.isFinite(value)) return "many times";
  return `${
    value < 10 ? Number(value.toPrecision(2)) : Math.round(value)
  } times`;
}

/** A place between two wavelengths: `at 350 nm`, `from 350 to 361 nm`. */
export function place(from: number, to: number): string {
  return from === to ? `at ${nm(from)} nm` : `from ${nm(from)} to ${nm(to)} nm`;
}

/** A name from a file, without what a terminal would obey. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "\ufffd");
}

/** Which spectrum an oddity is of: its row `sample × replicates + replicate`. */
export function whose(
  { samples, replicates, metadata }: SpectraSet,
  row: number,
): Pick<Oddity, "sample" | "replicate" | "file"> & { readonly name: string } {
  const sample = samples[Math.floor(row / replicates)];
  const replicate = row % replicates + 1;
  const file = metadata?.[row].file ?? null;
  const notes = [
    ...(replicates > 1 ? [`, replicate ${replicate}`] : []),
    // A file that gave the sample its name says nothing new.
    ...(file !== null && file.replace(/\.[^.]+$/, "") !== sample
      ? [` (${file})`]
      : []),
  ];
  return {
    sample,
    replicate,
    file,
    name: plain(`Sample ${sample}${notes.join("")}`),
  };
}
