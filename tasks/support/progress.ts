// Progress on stderr for every wait over a second: what is being done, how
// far it is, its rate and the time left. Silent where nobody watches.

/** Tells how far a stage is. */
export type OnProgress = (done: number, total: number) => void;

/** Shows the stages of a task, one line each. */
export interface Progress {
  /** Starts a stage; its unit names what is counted. */
  stage(name: string, unit: string): OnProgress;
  /** Ends the line of the last stage. */
  end(): void;
}

const PATIENCE_MS = 1000;
const INTERVAL_MS = 100;
const WIDTH = 24;

/**
 * Makes a progress display.
 *
 * @param quiet Whether to show nothing.
 */
export function openProgress(quiet: boolean): Progress {
  if (quiet || !Deno.stderr.isTerminal()) {
    return { stage: () => () => {}, end: () => {} };
  }
  const encoder = new TextEncoder();
  const write = (text: string) => Deno.stderr.writeSync(encoder.encode(text));
  let shown = false;
  const end = () => {
    if (shown) write("\n");
    shown = false;
  };
  const stage = (name: string, unit: string): OnProgress => {
    end();
    const start = performance.now();
    let last = 0;
    let from: number | undefined;
    return (done, total) => {
      const now = performance.now();
      // Training that goes on says first how far it was already.
      from ??= name === "train" && done > 1 ? done : 0;
      const finished = done >= total;
      if (now - start < PATIENCE_MS && !shown) return;
      if (now - last < INTERVAL_MS && !finished) return;
      last = now;
      shown = true;
      const ms = now - start;
      write(`\r\x1b[K${line(name, unit, { done, total, ms, from })}`);
    };
  };
  return { stage, end };
}

/** One line: bar, percentage, rate and time left. */
export function line(
  name: string,
  unit: string,
  { done, total, ms, from = 0 }: {
    done: number;
    total: number;
    ms: number;
    /** How much was done when the clock started. */
    from?: number;
  },
): string {
  const share = total > 0 ? Math.min(done / total, 1) : 1;
  const full = Math.round(share * WIDTH);
  const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
  const rate = (done - from) / (ms / 1000);
  const left = rate > 0 ? (total - done) / rate : Infinity;
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  const speed = rate >= 10 ? rate.toFixed(0) : rate.toFixed(2);
  return `${name.padEnd(12)} ${bar} ${percent} %  ${speed} ${unit}/s  ` +
    `${duration(left)} left`;
}

/** A duration for people, such as `2 min 05 s`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  }
  const rest = String(minutes % 60).padStart(2, "0");
  return `${Math.floor(minutes / 60)} h ${rest} min`;
}
