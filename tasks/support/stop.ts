// Ctrl-C and SIGTERM: the first one asks for an end at the next good moment,
// a later one ends at once. What is on disk is whole either way.

/** A terminal and `deno task` may both send what was meant as one signal. */
const SAME_MS = 1000;

/**
 * Listens for SIGINT and SIGTERM.
 *
 * @param say Called with a sentence at the first one.
 * @returns Aborted by the first one.
 */
export function stopOnSignals(say: (text: string) => void): AbortSignal {
  const abort = new AbortController();
  let first: number | null = null;
  const onSignal = () => {
    const now = performance.now();
    if (first !== null) {
      if (now - first > SAME_MS) Deno.exit(1);
      return;
    }
    first = now;
    say("Stopping at the next good moment; ask once more to stop at once.");
    abort.abort();
  };
  Deno.addSignalListener("SIGINT", onSignal);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", onSignal);
  return abort.signal;
}
