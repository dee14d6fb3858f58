// spc-parser turns the bytes of the points into numbers. It is handed a file put
// in order, because of files as they are it misreads these:
// - an exponent of 0 in a subfile's header (it takes the file's), or any other
//   there if the file has one spectrum (it then does not count);
// - ordinates in floating point under the flag for 16 bits;
// - a directory that has subfiles in another order than they lie;
// - a log that is not right behind the last spectrum, and padding behind it.
import { InputError } from "../../errors.ts";
import type { SpcHeader } from "./spc_header.ts";
import type { Subfile } from "./spc_layout.ts";

/** Points of one spectrum, in the unit and quantity of the file. */
export interface SpcPoints {
  /** Abscissae, increasing. */
  readonly x: ArrayLike<number>;
  /** Ordinates, one for each abscissa. */
  readonly y: ArrayLike<number>;
}

/** Where the new header has the place of the log. */
const LOG = 248;

/**
 * Reads the points of all spectra.
 *
 * @param header The file's header.
 * @param subfiles Its spectra, which lie within the file.
 * @throws {InputError} If some ordinates are in floating point and others have 16
 * bits, or the library finds other spectra than we did.
 */
export async function readPoints(
  header: SpcHeader,
  subfiles: readonly Subfile[],
): Promise<SpcPoints[]> {
  const { parse } = await import("../../third_party/spc_parser.ts");
  const { spectra } = parse(inOrder(header, subfiles));
  const points = spectra.map(({ variables: { x, y } }) => ({
    x: x.data as ArrayLike<number>,
    y: y.data as ArrayLike<number>,
  }));
  const sound = points.length === subfiles.length &&
    points.every(({ x, y }, i) =>
      x.length === subfiles[i].points && y.length === subfiles[i].points
    );
  if (sound) return points;
  throw new InputError(
    `${header.path}: two readers find different spectra (${subfiles.length} ` +
      `and ${points.length}); expected the same`,
  );
}

/** The file as the library reads it rightly. */
function inOrder(
  { view, path, size, version, flags, points }: SpcHeader,
  subfiles: readonly Subfile[],
): Uint8Array<ArrayBuffer> {
  const old = version === 0x4d;
  const before = old
    ? subfiles[0].at
    : size + (flags.abscissae && !flags.ownAbscissae ? 4 * points : 0);
  const length = subfiles.reduce((sum, { at, end }) => sum + end - at, before);
  const bytes = new Uint8Array(length);
  const file = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  bytes.set(file.subarray(0, before));
  const wide = subfiles.filter(({ width }) => width === 4).length;
  if (flags.short && wide > 0) {
    if (wide < subfiles.length) {
      throw new InputError(
        `${path}: has ordinates of 16 bits and in floating point; expected ` +
          "one of them",
      );
    }
    bytes[0] &= ~1;
  }
  // The exponent has two bytes in the old header.
  bytes.fill(0, old ? 2 : 3, 4);
  if (!old) bytes.fill(0, LOG, LOG + 4);
  let to = before;
  for (const { at, end, exponent } of subfiles) {
    bytes.set(file.subarray(at, end), to);
    bytes[to + 1] = exponent;
    to += end - at;
  }
  return bytes;
}
