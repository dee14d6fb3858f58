// What becomes of a run whose input is changed, gone, linked or unreadable: the
// sentence and the exit code of every task that looks at it, a row a state.
import { assertEquals } from "@std/assert";
import { INPUT_SHAPES, writeShape } from "./support/input_shapes.ts";
import { runTask, startTask } from "./support/run_task.ts";
import { unprivileged } from "./support/unprivileged.ts";

const EXACT = ["--backend", "exact", "--threads", "1", "--quiet"];

const top = await Deno.realPath(await Deno.makeTempDir());
const [spectra, other] = [`${top}/s.csv`, `${top}/store/t.csv`];
const [run, archive] = [`${top}/run`, `${top}/run.zip`];
const config = await writeShape(top, INPUT_SHAPES["a wide table"]);
const sound = await Deno.readTextFile(spectra);
const changed = sound.replace("0.4", "0.5");
await Deno.mkdir(`${top}/store`);
globalThis.addEventListener(
  "unload",
  () => Deno.removeSync(top, { recursive: true }),
);
let isMade = false;

/** The run and its archive, made by the first test that needs them. */
async function makeRun() {
  if (isMade) return;
  isMade = true;
  for (
    const args of [
      ["reproduce", "--config", config, "--out", run, ...EXACT],
      ["pack", run],
    ]
  ) {
    const { code, stderr } = await runTask(...args, "--allow-dirty");
    assertEquals([code, stderr], [0, ""], args[0]);
  }
}

/** One state of the input. */
interface State {
  readonly set: () => Promise<void>;
  /** Lines of `verify` about inputs that are not "ok". */
  readonly lines: readonly string[];
  /** What keeps a run from being made again; null if nothing does. */
  readonly again: string | null;
  /** The exit code of `verify`. */
  readonly code: number;
  /** It takes a user whom modes of files mean something. */
  readonly modes?: true;
}

const input = `input ${spectra}`;
const THE_OTHER = /has SHA-256 [0-9a-f]{64}; the run used [0-9a-f]{64}/;
const OTHER = "has SHA-256 …; the run used …";

const STATES: Readonly<Record<string, State>> = {
  "is as it was": {
    set: () => Deno.writeTextFile(spectra, sound),
    lines: [],
    again: null,
    code: 0,
  },
  "was changed": {
    set: () => Deno.writeTextFile(spectra, changed),
    lines: [`FAIL  ${input}: ${OTHER}`],
    again: null,
    code: 1,
  },
  "is gone": {
    set: () => Promise.resolve(),
    lines: [`gone  ${input}: is not here, so it was not compared`],
    again: "there is no such file or folder",
    code: 0,
  },
  "is a link to the same": {
    set: async () => {
      await Deno.writeTextFile(other, sound);
      await Deno.symlink(other, spectra);
    },
    lines: [],
    again: null,
    code: 0,
  },
  "is a link to a changed one": {
    set: async () => {
      await Deno.writeTextFile(other, changed);
      await Deno.symlink(other, spectra);
    },
    lines: [`FAIL  ${input}: ${OTHER}`],
    again: null,
    code: 1,
  },
  "is a link to nothing": {
    set: () => Deno.symlink(other, spectra),
    lines: [
      `FAIL  ${input}: cannot be read (it is a link to something that is not ` +
      "there)",
    ],
    again: "is a link to something that is not there",
    code: 1,
  },
  "is a link in a circle": {
    set: () => Deno.symlink(spectra, spectra),
    lines: [
      `FAIL  ${input}: cannot be read (it is a link that leads in a circle)`,
    ],
    again: "is a link that leads in a circle",
    code: 1,
  },
  "may not be read": {
    set: async () => {
      await Deno.writeTextFile(spectra, sound);
      await Deno.chmod(spectra, 0);
    },
    lines: [`FAIL  ${input}: cannot be read (this user may not)`],
    again: "may not be read by this user",
    code: 1,
    modes: true,
  },
  "is a link into a folder that may not be entered": {
    set: async () => {
      await Deno.writeTextFile(other, sound);
      await Deno.symlink(other, spectra);
      await Deno.chmod(`${top}/store`, 0);
    },
    lines: [`FAIL  ${input}: cannot be read (this user may not)`],
    again: "may not be read by this user",
    code: 1,
    modes: true,
  },
};

const plain = await unprivileged();

for (const [what, state] of Object.entries(STATES)) {
  const { lines, again, code, modes } = state;
  Deno.test({
    name: `verify, verify --rerun and reproduce, of a run whose input ${what}`,
    ignore: modes && plain === null,
    fn: async () => {
      await makeRun();
      await Deno.chmod(`${top}/store`, 0o755).catch(() => {});
      for (const path of [spectra, other]) {
        await Deno.remove(path).catch(() => {});
      }
      await state.set();
      const start = { through: plain ?? [] };
      const failed = again === null
        ? []
        : [`FAIL  rerun: could not be made: ${spectra}: ${again}`];
      try {
        const first = await startTask(start, "verify", archive, "--quiet");
        assertEquals(told(first.stdout), lines);
        assertEquals([first.code, first.stderr], [code, ""]);
        const second = await startTask(
          ...[start, "verify", run, "--rerun", "--threads", "1", "--quiet"],
        );
        const inputs = told(second.stdout).filter((line) =>
          !/^FAIL {2}rerun \S+: .*likely cause: input .* is another/.test(line)
        );
        assertEquals(inputs, [...lines, ...failed]);
        const holds = lines.length + failed.length === 0;
        assertEquals([second.code, second.stderr], [holds ? 0 : 1, ""]);
        const third = await startTask(
          ...[start, "reproduce", "--config", config, "--out", `${top}/new`],
          ...["--allow-dirty", ...EXACT],
        );
        assertEquals(
          [third.code, third.stderr],
          again === null ? [0, ""] : [1, `${spectra}: ${again}\n`],
        );
      } finally {
        await Deno.chmod(`${top}/store`, 0o755);
      }
    },
  });
}

/** What is not "ok", digests left out. */
function told(stdout: string): string[] {
  return stdout.split("\n").filter((line) => /^(FAIL|gone)/.test(line))
    .map((line) => line.replace(THE_OTHER, OTHER));
}
