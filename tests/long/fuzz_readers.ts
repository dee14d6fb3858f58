// Damages a real file of every format at random (cut short, bits turned,
// lengths changed). Its reader must give a sentence or a value, and where
// checksums cover the file only the right value; within 2 s and 1 GB, without
// a crash.
//
//     deno run -A tests/long/fuzz_readers.ts [ROUNDS] [NAME]... [--workers N]
//         [--from ROUND]
//
// 10,000 rounds of every file unless said; NAMEs choose the files whose name
// contains one. Each file has a process of its own, N of them at a time (1
// unless said), so that peak memory (Linux: VmHWM) is that file's. Damage
// comes from the file's length and the round: a round is the same every time.
// A round that was slow or large is done again with nothing beside it, three
// times, before it counts. Prints a line for each file and one for each round
// that did not hold; exits 1 if there was one.
import { parseArgs } from "../../lib/third_party/args.ts";
import { fuzz, type FuzzReport, type Verdict } from "../support/fuzz_file.ts";
import { readersToFuzz } from "../support/readers_to_fuzz.ts";

/** How often a round that took long is done again. */
const AGAIN = 3;

const flags = parseArgs(Deno.args, {
  string: ["_", "workers", "from", "only"],
});
const [rounds = "10000", ...wanted]: string[] = flags._.map(String);
const from = Number(flags.from ?? 0);

if (flags.only !== undefined) {
  const report = await fuzz(flags.only, from, Number(rounds));
  console.log(JSON.stringify(report));
  Deno.exit(0);
}

/** A file's rounds in a process of its own. */
async function inProcess(
  name: string,
  first: number,
  count: number,
): Promise<FuzzReport> {
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", "--no-lock"],
      `--import-map=${IMPORT_MAP}`,
      ...[import.meta.filename!, String(count), `--from=${first}`],
      `--only=${name}`,
    ],
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout).trim();
  if (code === 0) return JSON.parse(text.split("\n").at(-1)!);
  const why = new TextDecoder().decode(stderr).trim().slice(-500);
  throw new Error(`${name}: the process ended with ${code}: ${why}`);
}

const IMPORT_MAP = new URL(
  "../../lib/third_party/npm/import_map.json",
  import.meta.url,
).pathname;

let bad = 0;
const unclear: { readonly name: string; readonly verdict: Verdict }[] = [];

function complain(name: string, { round, text }: Verdict): void {
  bad++;
  console.log(`${name}, round ${round}: ${text}`);
}

async function file(name: string): Promise<void> {
  try {
    const { verdicts, ...report } = await inProcess(name, from, Number(rounds));
    const tally = Object.entries(report.tally).sort()
      .map(([outcome, count]) => `${count} × ${outcome}`).join(", ");
    console.log(
      `${name}: ${tally}; slowest ${report.slowest.toFixed(0)} ms, peak ` +
        `${(report.peak / 1e6).toFixed(0)} MB, ${report.seconds.toFixed(0)} s`,
    );
    for (const verdict of verdicts) {
      if (verdict.unclear) unclear.push({ name, verdict });
      else complain(name, verdict);
    }
  } catch (error) {
    bad++;
    console.log(error instanceof Error ? error.message : String(error));
  }
}

/** Whether a round is as slow or large with nothing beside it. */
async function holdsAlone(name: string, round: number): Promise<boolean> {
  for (let turn = 0; turn < AGAIN; turn++) {
    const { verdicts } = await inProcess(name, round, 1);
    if (verdicts.length === 0) return true;
  }
  return false;
}

const names = (await readersToFuzz()).map(({ name }) => name)
  .filter((name) =>
    wanted.length === 0 || wanted.some((part) => name.includes(part))
  );
const queue = [...names];
await Promise.all(
  Array.from({ length: Number(flags.workers ?? 1) }, async () => {
    for (let name = queue.shift(); name; name = queue.shift()) await file(name);
  }),
);
for (const { name, verdict } of unclear) {
  if (await holdsAlone(name, verdict.round)) {
    console.log(`${name}, round ${verdict.round}: ${verdict.text}; not alone`);
  } else complain(name, verdict);
}
console.log(
  bad === 0 ? `All of ${names.length} files held.` : `${bad} did not hold.`,
);
Deno.exit(bad === 0 && names.length > 0 ? 0 : 1);
