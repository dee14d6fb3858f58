// Reads the same large set of spectra from Parquet, .npz and CSV, here and in
// pandas and NumPy, in turns and each in a process of its own: seconds and
// peak memory (VmHWM, Linux).
// deno run -A tests/long/tables.ts PYTHON [ROWS [BANDS]] (20000 × 2151 unless
// said: 1.2 GB on disk for a time, some 3 minutes).
import { openSpectra } from "../../lib/spectra/open.ts";

interface Reading {
  readonly seconds: number;
  readonly peak: number;
  readonly sum: number;
}

const FORMATS: Readonly<Record<string, string>> = {
  "spectra.parquet": "pandas.read_parquet",
  "spectra.npz": "numpy.load",
  "spectra.csv": "pandas.read_csv",
};
const TURNS = 3;

async function read(path: string): Promise<void> {
  const start = performance.now();
  const { reflectance } = await openSpectra(path);
  const seconds = (performance.now() - start) / 1000;
  const status = await Deno.readTextFile("/proc/self/status");
  const peak = Number(/VmHWM:\s*(\d+)/.exec(status)![1]) * 1024;
  const sum = reflectance.reduce((total, value) => total + value, 0);
  console.log(JSON.stringify({ seconds, peak, sum }));
}

async function run(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

function best(readings: readonly Reading[]): string {
  const seconds = Math.min(...readings.map((reading) => reading.seconds));
  const peak = Math.min(...readings.map((reading) => reading.peak));
  return `${seconds.toFixed(2)} s, ${(peak / 1e6).toFixed(0)} MB`;
}

async function main([python, rows = "20000", bands = "2151"]: string[]) {
  if (!python) throw new Error("expected the PYTHON to compare with");
  const peer = `${import.meta.dirname}/tables.py`;
  const folder = await Deno.makeTempDir();
  const map =
    `${import.meta.dirname}/../../lib/third_party/npm/import_map.json`;
  const ours = ["run", "-A", "--no-lock", `--import-map=${map}`];
  const self = new URL(import.meta.url).pathname;
  try {
    await run(python, [peer, "write", folder, rows, bands]);
    console.log(`${rows} spectra of ${bands} bands; best of ${TURNS} turns`);
    for (const [name, method] of Object.entries(FORMATS)) {
      const path = `${folder}/${name}`;
      const { size } = await Deno.stat(path);
      const here: Reading[] = [];
      const there: Reading[] = [];
      for (let turn = 0; turn < TURNS; turn++) {
        const args = [...ours, self, "read", path];
        here.push(JSON.parse(await run(Deno.execPath(), args)));
        there.push(JSON.parse(await run(python, [peer, "read", path])));
      }
      const apart = Math.abs(here[0].sum / there[0].sum - 1);
      if (!(apart < 1e-12)) throw new Error(`${name}: sums differ by ${apart}`);
      console.log(
        `${name} (${(size / 1e6).toFixed(0)} MB): openSpectra ${best(here)}; ` +
          `${method} ${best(there)}`,
      );
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (Deno.args[0] === "read") await read(Deno.args[1]);
else await main(Deno.args);
