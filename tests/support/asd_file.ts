// Small ASD files, for tests that need some.

const WHITE = [100, 100, 60, 80];

/** What to put into a file. */
export interface Made {
  /** First three letters. */
  readonly version?: string;
  /** 0 raw, 1 reflectance, 2 radiance … */
  readonly type?: number;
  /** 0 float, 1 integer, 2 double. */
  readonly format?: number;
  /** In nm. */
  readonly start?: number;
  /** What was counted on the sample … */
  readonly spectrum?: readonly number[];
  /** … and on the white reference. */
  readonly white?: readonly number[] | null;
  readonly description?: string;
  /** Whether a white reference was taken; -1 for yes. */
  readonly flag?: number;
  /** In nm. */
  readonly step?: number;
}

/** An ASD file, byte by byte. */
export function makeAsd({
  version = "as7",
  type = 0,
  format = 2,
  start = 350,
  spectrum = [10, 20, 30, 40],
  white = WHITE.slice(0, spectrum.length),
  description = "soil",
  flag = white ? -1 : 0,
  step = 1,
}: Made = {}): Uint8Array<ArrayBuffer> {
  const size = [4, 4, 8][format] ?? 8;
  const n = spectrum.length;
  const behind = version === "ASD" ? 0 : 20 + description.length +
    (white ? n * size : 0);
  const bytes = new Uint8Array(484 + n * size + behind);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) =>
    bytes.set(new TextEncoder().encode(text), at);
  put(0, version);
  put(3, "a comment");
  [17, 14, 10, 11, 1, 112].forEach((v, i) =>
    view.setInt16(160 + 2 * i, v, true)
  );
  view.setUint8(181, 1);
  view.setUint8(186, type);
  view.setFloat32(191, start, true);
  view.setFloat32(195, step, true);
  view.setUint8(199, format);
  view.setUint16(204, n, true);
  view.setUint16(429, 40, true);
  bytes[431] = 4;
  view.setFloat32(444, start + 1, true);
  const values = (at: number, list: readonly number[]) =>
    list.forEach((value, i) => {
      const p = at + i * size;
      if (format === 0) view.setFloat32(p, value, true);
      else if (format === 1) view.setInt32(p, value, true);
      else view.setFloat64(p, value, true);
    });
  values(484, spectrum);
  if (version !== "ASD") {
    const at = 484 + n * size;
    view.setInt16(at, flag, true);
    view.setInt16(at + 18, description.length, true);
    put(at + 20, description);
    if (white) values(at + 20 + description.length, white);
  }
  return bytes;
}
