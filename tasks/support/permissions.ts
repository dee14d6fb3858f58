// Which permissions each task runs with: a table, and the files and folders
// that its arguments name. No task may reach the network but `data`, which
// may reach one host.
import { gridBeside } from "../../lib/spectra/grid_beside.ts";
import { parentOf } from "../../lib/formats/shared/open_file.ts";
import { dataPaths, inputPaths } from "./named_paths.ts";
import { isArchive, type PackedFiles } from "./packed_runs.ts";
import { readPaths } from "./read_paths.ts";
import { withRealPath } from "./real_paths.ts";
import { startFlags } from "./allow_run.ts";

/** The part of the command line that decides what may be read and written. */
interface Rule {
  /** Flags whose value is a path that the task reads. */
  readonly reads?: readonly string[];
  /** Flags whose value is a path that the task writes. */
  readonly writes?: readonly string[];
  /** Beside what it writes, a file says of which spectra that is. */
  readonly writesGrid?: boolean;
  /** Flags whose file may have such a file beside it, or be of a run. */
  readonly readsGrid?: readonly string[];
  /** What it writes is a file, not a folder. */
  readonly writesFile?: boolean;
  /** Positional arguments are paths: of runs that are read (and written). */
  readonly positional?: "read" | "write";
  /** What the runs that are given as paths have read is looked at, too. */
  readonly inputs?: boolean;
  /** Switch with which it is read by the run's own config. */
  readonly again?: string;
  /** An archive given as a path is unpacked in artifacts/. */
  readonly unpacks?: boolean;
  /** What it writes lies beside the positional, as an archive. */
  readonly packs?: boolean;
  /** Where the task writes if no flag says so. */
  readonly defaultWrite?: string;
  /** Flag that names a run whose data files the task reads. */
  readonly runData?: string;
  /** Hosts the task may reach. */
  readonly net?: readonly string[];
  /** Flag that names a program which the task starts, and what if none is. */
  readonly runs?: readonly [flag: string, fallback: string];
}

const RULES: Readonly<Record<string, Rule>> = {
  reproduce: {
    reads: ["config"],
    writes: ["out"],
    defaultWrite: "artifacts",
  },
  study: {
    reads: ["config"],
    writes: ["out"],
    defaultWrite: "artifacts",
  },
  verify: {
    positional: "read",
    inputs: true,
    again: "--rerun",
    unpacks: true,
  },
  pack: {
    positional: "read",
    inputs: true,
    again: "--with-data",
    writes: ["out"],
    writesFile: true,
    packs: true,
  },
  figures: { positional: "write" },
  spectra: {
    positional: "read",
    reads: ["config", "white-reference"],
    writes: ["out"],
    writesFile: true,
  },
  init: {
    reads: ["spectra", "labels", "white-reference"],
    writes: ["out"],
    writesFile: true,
    defaultWrite: "my.json",
  },
  spectrogram: {
    reads: ["spectra", "white-reference"],
    writes: ["out"],
    writesFile: true,
    writesGrid: true,
  },
  train: {
    reads: ["config", "spectrograms", "samples"],
    readsGrid: ["spectrograms"],
    writes: ["out"],
  },
  predict: {
    reads: ["config", "run", "model", "spectra", "white-reference"],
    readsGrid: ["model"],
    writes: ["out"],
    writesFile: true,
  },
  export: {
    reads: ["run"],
    runData: "run",
    writes: ["out"],
    writesFile: true,
    writesGrid: true,
  },
  explain: {
    reads: ["run"],
    runData: "run",
    writes: ["out"],
    writesFile: true,
  },
  data: {
    reads: ["from"],
    defaultWrite: "data",
    net: ["raw.githubusercontent.com:443"],
  },
  bench: { runs: ["python", "python3"], defaultWrite: ".route.json" },
};

/** Names of the tasks that have a file of their own in tasks/. */
export const TASKS: readonly string[] = Object.keys(RULES);

/**
 * Gives the permission flags for one task.
 *
 * @param task Name of the task.
 * @param args Its command line.
 * @param packed What archives on it hold, see `readPackedRuns`.
 */
export function permissionFlags(
  task: string,
  args: readonly string[],
  packed: PackedFiles = new Map(),
): string[] {
  const rule = RULES[task];
  const value = flagValues(args);
  const wanted = (names: readonly string[] = []) =>
    names.map((name) => value.flags[name]).filter((path) => path !== undefined);
  const reads = [".", ...wanted(rule.reads).flatMap(readPaths)];
  const writes = wanted(rule.writes);
  if (writes.length === 0 && rule.defaultWrite) writes.push(rule.defaultWrite);
  if (rule.packs && writes.length === 0) {
    writes.push(
      ...value.positional.map((path) => `${path.replace(/[/\\]+$/, "")}.zip`),
    );
  }
  if (rule.unpacks && value.positional.some(isArchive)) {
    writes.push("artifacts");
  }
  if (rule.positional) reads.push(...value.positional.flatMap(readPaths));
  if (rule.inputs) {
    reads.push(...value.positional.flatMap((run) => inputPaths(run, packed)));
  }
  if (rule.positional === "write") writes.push(...value.positional);
  const { config } = rule.reads?.includes("config") ? value.flags : {};
  reads.push(...dataPaths(config));
  const run = rule.runData && value.flags[rule.runData];
  if (run) reads.push(...dataPaths(`${run}/config.json`));
  if (rule.again && args.includes(rule.again)) {
    reads.push(
      ...value.positional.flatMap((path) =>
        ["config.json", "study.json"].flatMap((name) =>
          dataPaths(`${path}/${name}`, packed)
        )
      ),
    );
  }
  reads.push(...wanted(rule.readsGrid).flatMap(gridPaths));
  if (rule.writesGrid) writes.push(...writes.map(gridBeside));
  // A file is written beside its place and then renamed; what is written is
  // looked at first, because files are rewritten only if they differ.
  if (rule.writesFile) writes.push(...writes.map((path) => `${path}.part`));
  const list = (paths: readonly string[]) =>
    [...new Set(paths.flatMap(withRealPath).map(granted))].join(",");
  return [
    "--no-prompt",
    `--allow-read=${list([...reads, ...writes])}`,
    ...(writes.length > 0 ? [`--allow-write=${list(writes)}`] : []),
    ...(rule.net ? [`--allow-net=${rule.net.join(",")}`] : []),
    ...(rule.runs ? startFlags(value.flags[rule.runs[0]] ?? rule.runs[1]) : []),
  ];
}

/** Files that may say of which spectra a file is: beside it, or of its run. */
function gridPaths(path: string): string[] {
  const run = parentOf(path);
  return [gridBeside(path), `${run}/grid.json`, `${run}/manifest.json`];
}

/**
 * Deno's lists are separated by commas, and 2.9 knows no way to write one that
 * is part of a path: the folder above is granted in its place.
 */
function granted(path: string): string {
  const comma = path.indexOf(",");
  return comma < 0 ? path : parentOf(path.slice(0, comma));
}

/** Flags with their values, and paths, of any task's command line. */
export function flagValues(
  args: readonly string[],
): { flags: Record<string, string>; positional: string[] } {
  const flags: Record<string, string> = {};
  const positional: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(args[i]);
    if (!match) positional.push(args[i]);
    else if (match[2] !== undefined) flags[match[1]] = match[2];
    else if (i + 1 < args.length && !args[i + 1].startsWith("--")) {
      flags[match[1]] = args[i + 1];
      // A word after a switch such as --json is a path of its own, too.
      if (!VALUED.has(match[1])) positional.push(args[i + 1]);
      i++;
    }
  }
  return { flags, positional };
}

const VALUED = new Set([
  ...Object.values(RULES).flatMap((
    { reads = [], writes = [] },
  ) => [...reads, ...writes]),
  "backend",
  "threads",
  "epochs",
  "checkpoint-every",
  "method",
  "row-prefix",
  "sample-column",
  "sheet",
  "object",
  "bands",
  "quantity",
  "unit",
  "what",
  "width",
  "target",
]);
