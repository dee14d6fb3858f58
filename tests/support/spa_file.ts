// Small OMNIC files, for tests and for the goldens of tests/reference/opus_spa.py.

/** What to put into a spectrum. */
export interface MadeSpa {
  /** Intensities. */
  readonly y?: readonly number[];
  /** The first and the last abscissa. */
  readonly ends?: readonly [number, number];
  /** 1 wavenumbers, 3 nm, 4 micrometres ... */
  readonly xCode?: number;
  /** 17 absorbance, 11 % reflectance ... */
  readonly yCode?: number;
  /** How many points the header says there are. */
  readonly points?: number;
  readonly scans?: number;
  readonly comment?: string;
  readonly history?: string;
  /** Title and date of a spectrum in a group. */
  readonly title?: string;
  readonly seconds?: number;
  /** Sections besides those: key and bytes. */
  readonly more?: readonly (readonly [key: number, bytes: Uint8Array])[];
}

/** What the file says of all its spectra. */
export interface MadeSpaFile {
  readonly title?: string;
  /** Since 1899-12-31. */
  readonly seconds?: number;
  /** What follows the table; 1 in files out of a library. */
  readonly behind?: number;
}

/** 2019-05-21T12:03:55 in OMNIC's seconds. */
export const SPA_SECONDS = 3_767_515_435;

/** Byte at which the first section lies; some readers look nowhere else. */
const FIRST = 560;

const SOIL = [0.25, 0.5, 0.375, 0.75, 0.625];

/** An OMNIC file of these spectra. */
export function makeSpa(
  spectra: readonly MadeSpa[] = [{}],
  { title = "Soil", seconds = SPA_SECONDS, behind = 0 }: MadeSpaFile = {},
): Uint8Array<ArrayBuffer> {
  const sections = spectra.flatMap(sectionsOf);
  const table = 304 + 16 * sections.length;
  let at = Math.max(FIRST, table + 16);
  const size = sections.reduce((sum, [, part]) => sum + part.length, at);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  bytes.set(latin1("Spectral Data File\r\n"));
  bytes.set(latin1(title), 30);
  [1, 0x0209, 1].forEach((value, i) =>
    view.setUint16(288 + 2 * i, value, true)
  );
  view.setUint16(294, sections.length, true);
  view.setUint32(296, seconds, true);
  bytes[table] = behind;
  sections.forEach(([key, part], i) => {
    view.setUint16(304 + 16 * i, key, true);
    view.setUint32(304 + 16 * i + 2, at, true);
    view.setUint32(304 + 16 * i + 6, part.length, true);
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

function sectionsOf(
  { y = SOIL, comment, history, title, seconds = 0, more = [], ...made }:
    MadeSpa,
): (readonly [key: number, bytes: Uint8Array])[] {
  const own = new Uint8Array(264);
  own.set(latin1(title ?? ""));
  new DataView(own.buffer).setUint32(256, seconds, true);
  return [
    [2, header(y.length, made)],
    ...(title === undefined ? [] : [[107, own] as const]),
    ...(comment === undefined ? [] : [[4, latin1(comment)] as const]),
    ...(history === undefined ? [] : [[27, latin1(`${history}\0`)] as const]),
    ...more,
    [3, new Uint8Array(Float32Array.from(y).buffer)],
  ];
}

function header(
  length: number,
  { ends = [7500, 4000], xCode = 1, yCode = 17, points = length, scans = 32 }:
    MadeSpa,
): Uint8Array {
  const bytes = new Uint8Array(220);
  const view = new DataView(bytes.buffer);
  bytes[0] = 3;
  view.setUint32(4, points, true);
  view.setUint32(8, xCode, true);
  view.setUint32(12, yCode, true);
  ends.forEach((x, i) => view.setFloat32(16 + 4 * i, x, true));
  view.setUint32(36, scans, true);
  view.setFloat32(80, 15798.25, true);
  return bytes;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
