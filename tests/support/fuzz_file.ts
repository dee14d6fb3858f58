// The rounds of one file: a worker reads, this thread watches it and puts an
// end to what hangs.
import { type Outcome, prepareRounds } from "./fuzz_round.ts";
import { readersToFuzz } from "./readers_to_fuzz.ts";

/** What did not hold, or may not have. */
export interface Verdict {
  readonly round: number;
  readonly text: string;
  /** Whether it may be that the machine was busy, or memory not yet freed. */
  readonly unclear: boolean;
}

/** What became of a file's rounds. */
export interface FuzzReport {
  /** How many rounds ended how. */
  readonly tally: Readonly<Record<string, number>>;
  /** Milliseconds of the slowest round. */
  readonly slowest: number;
  /** Most bytes of memory that the process had. */
  readonly peak: number;
  /** Of all rounds. */
  readonly seconds: number;
  readonly verdicts: readonly Verdict[];
}

const LIMIT_MS = 2000;
const LIMIT_BYTES = 1e9;
/** After this long a round is ended. */
const HANGS_MS = 10 * LIMIT_MS;
/** More verdicts than this say nothing new. */
const MOST_VERDICTS = 50;

/** Reads the undamaged file, then so many damaged ones. */
export async function fuzz(
  name: string,
  from: number,
  count: number,
): Promise<FuzzReport> {
  const begin = performance.now();
  const folder = await Deno.makeTempDir({ prefix: "fuzz-" });
  const tally: Record<string, number> = {};
  const verdicts: Verdict[] = [];
  let [slowest, peak] = [0, 0];
  const reader = (await readersToFuzz()).find((one) => one.name === name);
  const watched = reader?.threads
    ? { ask: await prepareRounds(name, folder), end: () => {} }
    : watch({ name, folder });
  const see = (round: number, found: Outcome) => {
    const { outcome, ms } = found;
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    slowest = Math.max(slowest, ms);
    const memory = peakMemory();
    const grew = memory > LIMIT_BYTES && peak <= LIMIT_BYTES;
    peak = Math.max(peak, memory);
    const problems = problemsOf(found);
    if (problems) verdicts.push({ round, text: problems, unclear: false });
    else if (ms > LIMIT_MS || grew) {
      const text = `${ms.toFixed(0)} ms, ${(memory / 1e6).toFixed(0)} MB`;
      verdicts.push({ round, text, unclear: true });
    }
  };
  const whole = await watched.ask(-1);
  if (whole.outcome !== "value") {
    const text = `undamaged: ${whole.text ?? whole.outcome}`;
    verdicts.push({ round: -1, text, unclear: false });
  }
  for (let round = from; round < from + count; round++) {
    see(round, await watched.ask(round));
    if (verdicts.length >= MOST_VERDICTS) break;
  }
  watched.end();
  await Deno.remove(folder, { recursive: true });
  const seconds = (performance.now() - begin) / 1000;
  return { tally, slowest, peak, seconds, verdicts };
}

/** What is wrong with an outcome, whatever the machine. */
function problemsOf({ outcome, text = "" }: Outcome): string {
  if (outcome === "crash" || outcome === "wrong value") {
    return `${outcome}: ${text.slice(0, 1000)}`;
  }
  // A sentence is for people: one line without control characters, and nothing
  // of JavaScript's in it.
  return outcome === "sentence" &&
      (/\p{Cc}|\bundefined\b|\[object|\bNaN (rows|bytes)/u.test(text) ||
        text.length > 1000)
    ? `no sentence: ${JSON.stringify(text.slice(0, 1000))}`
    : "";
}

function watch(start: { readonly name: string; readonly folder: string }) {
  let worker: Worker | undefined;
  const ask = (round: number): Promise<Outcome> => {
    if (!worker) {
      const url = new URL("./fuzz_worker.ts", import.meta.url).href;
      worker = new Worker(url, { type: "module" });
      worker.postMessage(start);
    }
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const give = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const lose = (text: string) => {
      worker?.terminate();
      worker = undefined;
      give({ outcome: "crash", text, ms: 0 });
    };
    let timer = setTimeout(() => lose("never began"), 10 * HANGS_MS);
    worker.onmessage = ({ data }) => {
      // Loading the readers is not a round's time.
      if (data === "begins") {
        clearTimeout(timer);
        timer = setTimeout(() => {
          worker?.terminate();
          worker = undefined;
          give({ outcome: "slow", ms: HANGS_MS });
        }, HANGS_MS);
      } else give(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      lose(`the worker ended: ${event.message}`);
    };
    worker.postMessage(round);
    return promise;
  };
  return { ask, end: () => worker?.terminate() };
}

/** The most memory that this process has had, in bytes. */
function peakMemory(): number {
  try {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return Deno.memoryUsage().rss; // not Linux
  }
}
