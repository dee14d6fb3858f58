// Tells a pickle from other files by its first bytes.

/** How the dicts of protocols 0 and 1 begin, and a name ahead of them. */
const OLD_STARTS = [
  /^\(dp\d+\n/,
  /^}[pq]/,
  /^[ci][a-z_][\w.]*\n[A-Za-z_]\w*\n[(pq)\]}]/,
];

/**
 * Whether a file begins as a pickle: with PROTO (protocols 2 to 5), or as the
 * dicts of protocols 0 and 1 do.
 *
 * @param head Its first bytes.
 */
export function looksLikePickle(head: Uint8Array): boolean {
  if (head[0] === 0x80) return head[1] >= 2 && head[1] <= 31;
  const start = String.fromCharCode(...head.subarray(0, 128));
  return OLD_STARTS.some((pattern) => pattern.test(start));
}
