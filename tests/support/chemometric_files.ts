// JCAMP-DX and SPC files for tests: those of the goldens, and ones made of them.

const FOLDER = new URL("../goldens/instruments/", import.meta.url);

/** A golden file. */
export function goldenFile(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(name, FOLDER));
}

/** Text as bytes of UTF-8. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** A small JCAMP-DX file, with records put in place of its own. */
export function makeJcamp(
  records: Record<string, string | null> = {},
  table = ["500 100 120", "502 140 160"],
): string {
  const all: Record<string, string | null> = {
    "TITLE": "Soil",
    "JCAMP-DX": "4.24",
    "DATA TYPE": "INFRARED SPECTRUM",
    "XUNITS": "NANOMETERS",
    "YUNITS": "REFLECTANCE",
    "FIRSTX": "500",
    "LASTX": "503",
    "NPOINTS": "4",
    "YFACTOR": "0.001",
    ...records,
  };
  const form = all.FORM ?? "XYDATA=(X++(Y..Y))";
  delete all.FORM;
  const head = Object.entries(all).filter(([, value]) => value !== null)
    .map(([label, value]) => `##${label}=${value}`);
  return [...head, `##${form}`, ...table, "##END=", ""].join("\n");
}

/** A golden SPC file with bytes put in place of its own. */
export function patched(
  name: string,
  ...changes: readonly (readonly [at: number, bytes: readonly number[]])[]
): Uint8Array<ArrayBuffer> {
  const bytes = goldenFile(name);
  for (const [at, put] of changes) bytes.set(put, at);
  return bytes;
}
