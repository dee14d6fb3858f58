// Small OPUS files, for tests and for the goldens of tests/reference/opus_spa.py.

/** Types of blocks of data, as OPUS packs them; `ORIGINAL` is added to them. */
export const OPUS = {
  sample: 0x407,
  reference: 0x40b,
  interferogram: 0x807,
  absorbance: 0x100f,
  transmittance: 0x140f,
  kubelkaMunk: 0x180f,
  reflectance: 0x300f,
  original: 0x40000000,
} as const;

/** Added to a type of data it is that of their parameters. */
const STATUS = 0x10;

/** Types of blocks of other parameters. */
export const OPUS_PARAMETERS = {
  instrument: 0x20,
  referenceInstrument: 0x28,
  acquisition: 0x30,
  sample: 0xa0,
} as const;

/** A number with `int` is a whole one; texts are those of a list with `enum`. */
export type OpusValue = number | string | { readonly int: number } | {
  readonly enum: string;
};

/** Names of three letters and values. */
export type OpusValues = Readonly<Record<string, OpusValue | null>>;

/** A block. */
export interface MadeBlock {
  /** Its type. */
  readonly type: number;
  /** What it holds: data or parameters. */
  readonly content: readonly number[] | OpusValues | Uint8Array;
}

/** Data and their parameters. */
export function dataBlocks(
  type: number,
  values: readonly number[],
  parameters: OpusValues = {},
): MadeBlock[] {
  const factor = typeof parameters.CSF === "number" ? parameters.CSF : 1;
  const count = parameters.NPT as { int: number } | undefined;
  const shown = values.slice(0, count?.int).map((v) => factor * Math.fround(v));
  return [
    { type, content: values },
    {
      type: (type | STATUS) >>> 0,
      content: {
        DPF: { int: 1 },
        NPT: { int: values.length },
        FXV: 7500,
        LXV: 4000,
        CSF: 1,
        MXY: Math.max(...shown),
        MNY: Math.min(...shown),
        DAT: "2019/05/21",
        TIM: "14:03:55.641 (GMT+2)",
        DXU: { enum: "WN" },
        ...parameters,
      },
    },
  ];
}

/** An OPUS file with a directory of these blocks. */
export function makeOpus(
  blocks: readonly MadeBlock[],
): Uint8Array<ArrayBuffer> {
  const start = 24;
  const room = blocks.length + 4;
  const parts = blocks.map(({ content }) => encode(content));
  const size = start + 12 * room;
  const total = parts.reduce((sum, part) => sum + part.length, size);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set([0x0a, 0x0a, 0xfe, 0xfe]);
  view.setFloat64(4, 920622, true);
  [start, room, blocks.length + 1].forEach((value, i) =>
    view.setUint32(12 + 4 * i, value, true)
  );
  const entry = (i: number, ...values: readonly number[]) =>
    values.forEach((value, k) =>
      view.setUint32(start + 12 * i + 4 * k, value, true)
    );
  entry(0, 0x3400, 3 * room, start);
  let at = size;
  parts.forEach((part, i) => {
    entry(i + 1, blocks[i].type, part.length / 4, at);
    bytes.set(part, at);
    at += part.length;
  });
  return bytes;
}

function encode(content: MadeBlock["content"]): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (Array.isArray(content)) {
    return new Uint8Array(Float32Array.from(content).buffer);
  }
  const parts = Object.entries(content as OpusValues)
    .flatMap(([name, value]) => value === null ? [] : [encodeOne(name, value)]);
  const end = new Uint8Array(8);
  end.set(new TextEncoder().encode("END"));
  return padded(new Uint8Array([...parts, end].flatMap((part) => [...part])));
}

function encodeOne(name: string, value: OpusValue): Uint8Array {
  const [type, bytes] = encodeValue(value);
  const part = new Uint8Array(8 + bytes.length);
  part.set(new TextEncoder().encode(name));
  const view = new DataView(part.buffer);
  view.setUint16(4, type, true);
  view.setUint16(6, bytes.length / 2, true);
  part.set(bytes, 8);
  return part;
}

function encodeValue(value: OpusValue): [type: number, bytes: Uint8Array] {
  if (typeof value === "number") {
    return [1, new Uint8Array(Float64Array.of(value).buffer)];
  }
  if (typeof value === "object" && "int" in value) {
    return [0, new Uint8Array(Int32Array.of(value.int).buffer)];
  }
  const text = typeof value === "object" ? value.enum : value;
  // Latin-1, a zero at the end, an even number of bytes.
  const bytes = new Uint8Array(2 * Math.floor(text.length / 2) + 2);
  [...text].forEach((letter, i) => bytes[i] = letter.charCodeAt(0));
  return [typeof value === "object" ? 3 : 2, bytes];
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  whole.set(bytes);
  return whole;
}
