// Walks the headers of a column's pages before the library does: its reader of
// Thrift follows a negative length backwards, for half a minute and a gigabyte.
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

/**
 * Refuses a column whose page headers are damaged.
 *
 * @param bytes The column's pages.
 * @throws {RangeError} If a header runs out of the column or is no Thrift.
 */
export function checkPageHeaders(bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    const { end, size } = skipHeader(bytes, at);
    at = end + size;
    if (at > bytes.length) throw new RangeError("a page of it is cut short");
  }
}

/** PageHeader's field 3 is the size of what follows it. */
function skipHeader(
  bytes: Uint8Array,
  start: number,
): { end: number; size: number } {
  let at = start;
  let size = -1;
  const byte = () => {
    if (at >= bytes.length) throw new RangeError("a page of it is cut short");
    return bytes[at++];
  };
  const varint = () => {
    let value = 0;
    for (let power = 1;; power *= 128) {
      const next = byte();
      value += (next & 127) * power;
      if (next < 128) return value;
      if (power > 2 ** 63) throw new RangeError("a page of it is damaged");
    }
  };
  const skip = (type: number, depth: number): number => {
    if (depth > 8) throw new RangeError("a page of it is damaged");
    switch (type) {
      case 1:
      case 2:
        return 0;
      case 3:
        return byte();
      case 4:
      case 5:
      case 6:
        return varint();
      case 7:
        at += 8;
        return 0;
      case 8: {
        const length = varint();
        if (length > bytes.length - at) {
          throw new RangeError("a page of it is cut short");
        }
        at += length;
        return 0;
      }
      case 12:
        struct(depth + 1);
        return 0;
      default:
        // A page's header has no lists and no maps.
        throw new RangeError("a page of it is damaged");
    }
  };
  const struct = (depth: number) => {
    let field = 0;
    for (let head = byte(); head !== 0; head = byte()) {
      if ((head & 15) === 0) return;
      field = head >> 4 ? field + (head >> 4) : varint() / 2;
      const value = skip(head & 15, depth);
      // Whole numbers are zigzag: even ones are twice their value.
      if (depth === 0 && field === 3) size = value / 2;
    }
  };
  struct(0);
  if (!(Number.isInteger(size) && size >= 0)) {
    throw new RangeError("a page of it has no size");
  }
  return { end: at, size };
}
