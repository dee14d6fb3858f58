// TensorBoard's event files: records of TFRecord, each an Event of TensorFlow's
// event.proto, written by hand as four kinds of value are all there is to it.
// https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details

/** One value at a step. */
export interface EventValue {
  /** What it is called; `a/b` groups it under a. */
  readonly tag: string;
  /** The epoch, as a rule. */
  readonly step: number;
  /** A number, rounded to float32. */
  readonly scalar?: number;
  /** A picture as PNG. */
  readonly png?: Uint8Array;
  /** A text in Markdown. */
  readonly text?: string;
}

/**
 * Writes an event file. There is no clock in it: every event has the time 0.
 *
 * @param values In the order in which they are to be.
 * @returns The bytes of a file that TensorBoard reads if its name has `tfevents`
 * in it.
 * @throws {RangeError} If a picture is no PNG.
 */
export function encodeEvents(
  values: readonly EventValue[],
): Uint8Array<ArrayBuffer> {
  const version = text(3, "brain.Event:2");
  return joined([version, ...values.map(encodeEvent)].map(record));
}

function encodeEvent({ tag, step, scalar, png, text: words }: EventValue) {
  const value = [text(1, tag)];
  if (scalar !== undefined) value.push(float(2, scalar));
  if (png !== undefined) value.push(message(4, image(png)));
  if (words !== undefined) {
    // A tensor of one string, which the text plugin shows.
    const tensor = [integer(1, 7), message(2, []), text(8, words)];
    const plugin = message(1, [text(1, "text")]);
    value.push(message(8, tensor), message(9, [plugin]));
  }
  return joined([integer(2, step), message(5, [message(1, value)])]);
}

const PNG = "89504e470d0a1a0a";
const RGBA = 4;

function image(png: Uint8Array): Uint8Array[] {
  if (png.length < 24 || png.subarray(0, 8).toHex() !== PNG) {
    throw new RangeError("A picture has no PNG header, must have one");
  }
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return [
    integer(1, height),
    integer(2, width),
    integer(3, RGBA),
    bytes(4, png),
  ];
}

// Fields of protocol buffers: number and wire type, then the value.

function varint(value: number): number[] {
  const out: number[] = [];
  for (let rest = value;; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...out, rest];
    out.push(rest % 128 + 128);
  }
}

function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

function float(field: number, value: number): Uint8Array {
  const all = new Uint8Array(5);
  all[0] = field * 8 + 5;
  new DataView(all.buffer).setFloat32(1, value, true);
  return all;
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  const head = Uint8Array.from([
    ...varint(field * 8 + 2),
    ...varint(value.length),
  ]);
  return joined([head, value]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

function message(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytes(field, joined(fields));
}

/** Length, its checksum, the data, theirs. */
function record(data: Uint8Array): Uint8Array {
  const all = new Uint8Array(data.length + 16);
  const view = new DataView(all.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(all.subarray(0, 8)), true);
  all.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return all;
}

/** Castagnoli's polynomial, which is another than that of zip. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return crc;
});

/** The checksum as TFRecord has it: turned and moved, lest it be of checksums. */
function masked(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 255];
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
