// How the text files of the USGS Spectral Library are told, and where the
// wavelengths are that version 7 has apart from its spectra.

/** ` splib07a Record=108: Actinolite HS116.1B          ASDFRb AREF`. */
const TITLE = /^\s*(\S+)\s+Record=\s*(\d+):[ \t]*([^\r\n]*)/;

/** The first line of version 6. */
const OLDER = /^\s*USGS (Digital )?Spectral Library:? +(splib0\w+)/i;

/** What a spectrometer's channels are, which is no spectrum. */
const CHANNELS =
  /wavelength|\bwaves\b|wavenumber|bandpass|fwhm|bandwidth|resolution|\bsrf\b/i;

/** Names of files of wavelengths. */
const WAVELENGTHS = /(^|[_ .-])wave(length)?s([_ .-]|$).*\.(txt|asc)$/i;

/** Whether a file has wavelengths, by its name. */
export function isWavelengthFile(name: string): boolean {
  return WAVELENGTHS.test(name);
}

/** What the first line of a spectrum says. */
export interface UsgsTitle {
  /** Such as `splib07a`. */
  readonly library: string;
  readonly record: string;
  /** The name of what was measured. */
  readonly sample: string;
  /** The spectrometer and how pure the spectrum is, such as `ASDFRb`; or "". */
  readonly spectrometer: string;
  /** What was measured, such as `AREF`; or "". */
  readonly kind: string;
}

/**
 * Reads the first line of a file of version 7.
 *
 * @returns Null if it is none of a spectrum's.
 */
export function usgsTitle(text: string): UsgsTitle | null {
  const [, library, record, title] = TITLE.exec(text) ?? [];
  if (library === undefined) return null;
  const { sample, spectrometer, kind } = measurement(title);
  if (kind === "" && CHANNELS.test(title)) return null;
  return { library, record, sample, spectrometer, kind };
}

/** `Lawn_Grass GDS91 (Green)     W1R1Ba AREF` in its parts. */
export function measurement(
  title: string,
): Pick<UsgsTitle, "sample" | "spectrometer" | "kind"> {
  const words = title.trim().split(/\s+/);
  const said = words.length > 2 && /^[A-Z]{4}$/.test(words[words.length - 1]);
  const count = words.length - (said ? 2 : 0);
  return {
    sample: words.slice(0, count).join(" "),
    spectrometer: said ? words[count] : "",
    kind: said ? words[count + 1] : "",
  };
}

/** Whether the first bytes are those of a spectrum of version 7. */
export function looksLikeUsgs(head: Uint8Array): boolean {
  return usgsTitle(firstLines(head)) !== null;
}

/** Whether the first bytes are those of a spectrum of version 6. */
export function looksLikeOlderUsgs(head: Uint8Array): boolean {
  return OLDER.test(firstLines(head));
}

function firstLines(head: Uint8Array): string {
  return new TextDecoder("windows-1252").decode(head.subarray(0, 400));
}

/**
 * Finds files that may have a spectrum's wavelengths.
 *
 * @param head The spectrum's first bytes.
 * @param names Names of files beside or above it.
 * @returns Those of its library and spectrometer, as far as names tell; sorted.
 */
export function wavelengthFiles(
  head: Uint8Array,
  names: readonly string[],
): string[] {
  const title = usgsTitle(firstLines(head));
  const library = title?.library.toLowerCase() ?? "";
  // ASDFR, ASDHR and ASDNG have the channels of ASD.
  const letters = title?.spectrometer.slice(0, 3).toLowerCase() ?? "";
  const all = names.filter(isWavelengthFile).toSorted();
  return narrowed(
    narrowed(all, (name) => name.toLowerCase().startsWith(library)),
    (name) => letters !== "" && name.toLowerCase().includes(letters),
  );
}

/** Those that fit, if some do. */
function narrowed(
  names: readonly string[],
  fits: (name: string) => boolean,
): string[] {
  const found = names.filter(fits);
  return found.length > 0 ? found : [...names];
}
