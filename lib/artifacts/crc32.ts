// The checksum of zip and gzip (polynomial 0xedb88320), eight bytes a step:
// Kounavis and Berry 2005, "A systematic approach to building high
// performance, software-based, CRC generators".

const TABLES = tables();

function tables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    return crc;
  });
  const all = [first];
  for (let step = 1; step < 8; step++) {
    const last = all[step - 1];
    all.push(last.map((crc) => (crc >>> 8) ^ first[crc & 255]));
  }
  return all;
}

/**
 * Adds bytes to a checksum.
 *
 * @param bytes Any bytes.
 * @param crc Checksum of the bytes before them, 0 for none.
 * @returns The checksum as an unsigned 32-bit number.
 *
 * @example
 * ```ts
 * import { crc32 } from "./crc32.ts";
 *
 * const bytes = new TextEncoder().encode("123456789");
 * console.log(crc32(bytes).toString(16)); // cbf43926
 * ```
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  let c = ~crc >>> 0;
  let i = 0;
  for (const end = bytes.length - 7; i < end; i += 8) {
    c = t7[(c ^ bytes[i]) & 255] ^ t6[((c >>> 8) ^ bytes[i + 1]) & 255] ^
      t5[((c >>> 16) ^ bytes[i + 2]) & 255] ^ t4[(c >>> 24) ^ bytes[i + 3]] ^
      t3[bytes[i + 4]] ^ t2[bytes[i + 5]] ^ t1[bytes[i + 6]] ^
      t0[bytes[i + 7]];
  }
  for (; i < bytes.length; i++) c = (c >>> 8) ^ t0[(c ^ bytes[i]) & 255];
  return ~c >>> 0;
}
