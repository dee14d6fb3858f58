// As much of TrueType as laying out a line of text needs: which glyph a code
// point has (`cmap`, format 4) and how wide it is (`hhea`, `hmtx`, `head`).
// https://learn.microsoft.com/typography/opentype/spec/

/** A glyph's number and its advance width in em. */
export interface Glyph {
  /** Its number. */
  readonly id: number;
  /** Its advance width in em. */
  readonly advance: number;
}

/**
 * Reads the glyphs of a TrueType file.
 *
 * @param bytes The whole file.
 * @returns Code point to glyph; unknown ones have glyph 0.
 * @throws {SyntaxError} If a table is missing.
 */
export function readGlyphs(
  bytes: Uint8Array<ArrayBuffer>,
): (codePoint: number) => Glyph {
  const table = tables(new DataView(bytes.buffer, bytes.byteOffset));
  const unitsPerEm = table("head").getUint16(18);
  const metrics = table("hhea").getUint16(34);
  const hmtx = table("hmtx");
  const ids = codePoints(table("cmap"));
  return (codePoint) => {
    const id = ids.get(codePoint) ?? 0;
    // Glyphs after the last metric have its advance.
    const units = hmtx.getUint16(4 * Math.min(id, metrics - 1));
    return { id, advance: units / unitsPerEm };
  };
}

function tables(file: DataView): (tag: string) => DataView {
  const found = new Map<string, DataView>();
  for (let i = 0, count = file.getUint16(4); i < count; i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(
      ...[0, 1, 2, 3].map((byte) => file.getUint8(at + byte)),
    );
    const offset = file.byteOffset + file.getUint32(at + 8);
    const view = new DataView(file.buffer, offset, file.getUint32(at + 12));
    found.set(tag, view);
  }
  return (tag) => {
    const view = found.get(tag);
    if (view) return view;
    throw new SyntaxError(`Font has no table ${tag}, must have one`);
  };
}

/** Code points with glyphs, from the first subtable in format 4. */
function codePoints(cmap: DataView): Map<number, number> {
  for (let i = 0, count = cmap.getUint16(2); i < count; i++) {
    const start = cmap.getUint32(4 + 8 * i + 4);
    if (cmap.getUint16(start) === 4) return formatFour(cmap, start);
  }
  throw new SyntaxError("Font has no cmap in format 4, must have one");
}

function formatFour(cmap: DataView, start: number): Map<number, number> {
  const ids = new Map<number, number>();
  const twice = cmap.getUint16(start + 6);
  const ends = start + 14;
  const starts = ends + twice + 2;
  const deltas = starts + twice;
  const offsets = deltas + twice;
  for (let at = 0; at < twice; at += 2) {
    const first = cmap.getUint16(starts + at);
    const delta = cmap.getUint16(deltas + at);
    const offset = cmap.getUint16(offsets + at);
    for (let code = first; code <= cmap.getUint16(ends + at); code++) {
      const listed = offset === 0
        ? code
        : cmap.getUint16(offsets + at + offset + 2 * (code - first));
      const id = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (id !== 0) ids.set(code, id);
    }
  }
  return ids;
}
