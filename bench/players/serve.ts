// Our end of the lines that bench/player.ts speaks.
import type { Answer } from "../player.ts";

/** Options of a player: its only argument, in JSON. */
export interface Options {
  /** What it measures. */
  readonly measure?: string;
  readonly backend?: "exact" | "webgpu";
  readonly threads?: number;
  readonly batch?: number;
  readonly channels?: number;
  readonly samples?: number;
  /** Steps or spectra of a turn. */
  readonly count?: number;
}

/** Reads the options. */
export function readOptions(): Options {
  return JSON.parse(Deno.args[0] ?? "{}");
}

/** Says why this player cannot take part, and ends. */
export function sayAbsent(reason: string): never {
  console.log(JSON.stringify({ absent: reason }));
  Deno.exit(0);
}

/**
 * Measures once for every line "step" until there are no more, then ends.
 *
 * @param turn Measures.
 * @param warm Turns ahead that do not count.
 */
export async function serve(
  turn: () => Promise<Answer>,
  warm = 1,
): Promise<never> {
  for (let i = 0; i < warm; i++) await turn();
  console.log(JSON.stringify({ ready: true }));
  for await (const text of Deno.stdin.readable) {
    const asked = new TextDecoder().decode(text).split("\n");
    for (const line of asked) {
      if (line === "step") console.log(JSON.stringify(await turn()));
    }
  }
  Deno.exit(0); // a WebGPU device would keep the program alive
}

/** Milliseconds per run. */
export async function timed(
  run: () => unknown,
  times: number,
): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < times; i++) await run();
  return (performance.now() - start) / times;
}

/** Most memory that this process has held at once, in MiB. */
export async function peakMib(): Promise<number> {
  if (Deno.build.os === "linux") {
    const status = Deno.readTextFileSync("/proc/self/status");
    return Number(/^VmHWM:\s*(\d+)/m.exec(status)![1]) / 1024;
  }
  const { default: process } = await import("node:process");
  return process.resourceUsage().maxRSS / 1024;
}
