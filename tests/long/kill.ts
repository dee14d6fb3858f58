// Kills a run of 60 epochs on `exact` at random moments, resumes it until it is
// done, and compares every file with those of a run that nobody killed:
//
//     deno run -A tests/long/kill.ts [N] [--signal KILL|TERM|both] [--seed S]
//         [--every EPOCHS]
//
// Half of the runs are killed a second time. Exits 1 at the first difference,
// and leaves the folder for a look.
import { assertEquals } from "@std/assert";
import { Pcg32 } from "../../lib/pcg32.ts";
import { parseArgs } from "../../lib/third_party/args.ts";
import {
  brokenPromise,
  digests,
  startRun,
  writeSmallConfig,
} from "../support/killable_run.ts";

const flags = parseArgs(Deno.args, {
  string: ["_", "signal", "seed", "every"],
});
const trials = Number(flags._[0] ?? 20);
const seed = Number(flags.seed ?? 1);
const random = new Pcg32(seed, 17);
const more = ["--checkpoint-every", flags.every ?? "3"];

const root = await Deno.makeTempDir({ prefix: "kill-" });
const config = `${root}/config.json`;
writeSmallConfig(config);

/** Runs to the end, or to a signal after so many milliseconds. */
async function run(
  out: string,
  kill?: { readonly after: number; readonly signal: Deno.Signal },
): Promise<{ code: number; stderr: string; ms: number }> {
  const start = performance.now();
  const child = startRun(config, out, ...more);
  const timer = kill && setTimeout(() => {
    try {
      child.kill(kill.signal);
    } catch {
      // It was faster.
    }
  }, kill.after);
  const { code, stderr } = await child.output();
  clearTimeout(timer);
  const text = new TextDecoder().decode(stderr);
  return { code, stderr: text, ms: performance.now() - start };
}

function signalOf(trial: number): Deno.Signal {
  if (flags.signal === "KILL") return "SIGKILL";
  if (flags.signal === "TERM") return "SIGTERM";
  return trial % 2 === 0 ? "SIGKILL" : "SIGTERM";
}

const whole = await run(`${root}/whole`);
if (whole.code !== 0) throw new Error(whole.stderr);
const expected = await digests(`${root}/whole`);
console.log(
  `Uninterrupted: ${(whole.ms / 1000).toFixed(1)} s, manifest ` +
    `${expected["manifest.json"]}; ${trials} trials, seed ${seed}.`,
);

const seen = { killed: 0, stopped: 0, late: 0, resumed: 0, bare: 0 };
for (let trial = 0; trial < trials; trial++) {
  const out = `${root}/run`;
  const signal = signalOf(trial);
  const kills = random.uniform() < 0.5 ? 1 : 2;
  const moments: number[] = [];
  for (let i = 0; i < kills; i++) {
    const after = random.uniform() * whole.ms * 1.05;
    const { code, stderr } = await run(out, { after, signal });
    moments.push(Math.round(after));
    if (code === 0) seen.late++;
    else if (signal === "SIGKILL") seen.killed++;
    else if (/Stopped .* as asked/.test(stderr)) seen.stopped++;
    else if (code === 143) seen.bare++; // before it listened
    else throw new Error(`trial ${trial}, exit ${code}: ${stderr}`);
    const broken = await brokenPromise(out).catch((error) => String(error));
    if (broken) throw new Error(`trial ${trial}, ${moments}: ${broken}`);
  }
  const last = await run(out);
  if (last.code !== 0) throw new Error(`trial ${trial}: ${last.stderr}`);
  if (/Resumes after epoch/.test(last.stderr)) seen.resumed++;
  assertEquals(await digests(out), expected, `trial ${trial}, ${moments}`);
  await Deno.remove(out, { recursive: true });
  if ((trial + 1) % 10 === 0) console.log(`${trial + 1}`, seen);
}
await Deno.remove(root, { recursive: true });
console.log(
  `${trials} runs ended with the manifest of the uninterrupted one: `,
  seen,
);
