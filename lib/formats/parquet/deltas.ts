// Parquet's delta encoding: whole numbers by their differences, in blocks.
// https://parquet.apache.org/docs/file-format/data-pages/encodings/#delta-encoding-delta_binary_packed--5
import { bitsAt } from "./run_lengths.ts";
import { lengthAt, unzigzag, varintAt } from "./varint.ts";

/** Writers put 128 into a block, of four parts. */
const LARGEST_BLOCK = 1 << 16;
const WIDEST = 64;

/**
 * Reads numbers that stand as differences, as far as they are asked for.
 *
 * @param bytes The page.
 * @param at Where they begin.
 * @param options How many there are, one or more; whether they are wanted.
 * @returns Where they end, and the numbers if wanted (of 32 bits).
 * @throws {RangeError} If they run out of the page or are damaged.
 */
export function readDeltas(
  bytes: Uint8Array,
  at: number,
  { count, keep }: { readonly count: number; readonly keep: boolean },
): { readonly end: number; readonly numbers: Int32Array } {
  const block = lengthAt(bytes, at);
  const parts = lengthAt(bytes, block.end);
  const total = lengthAt(bytes, parts.end);
  const first = varintAt(bytes, total.end);
  const size = block.value / parts.value;
  if (
    !(block.value <= LARGEST_BLOCK && size > 0 && size % 32 === 0) ||
    total.value < count
  ) throw new RangeError("a page of it is damaged");
  const numbers = new Int32Array(keep ? count : 0);
  let value = unzigzag(first.value);
  if (keep) numbers[0] = value;
  let end = first.end;
  for (let done = 1; done < count;) {
    const least = varintAt(bytes, end);
    const widths = bytes.subarray(least.end, least.end + parts.value);
    end = least.end + parts.value;
    for (const width of widths) {
      if (done >= count) break;
      if (width > WIDEST) throw new RangeError("a page of it is damaged");
      const here = Math.min(size, count - done);
      for (let i = 0; keep && i < here; i++) {
        value += unzigzag(least.value) + bitsAt(bytes, end, i * width, width);
        numbers[done + i] = value;
      }
      done += here;
      end += size * width / 8;
    }
    if (end > bytes.length) throw new RangeError("a page of it is cut short");
  }
  return { end, numbers };
}
