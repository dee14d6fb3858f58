import { ROOT } from "./tiny_run.ts";

/** What a task came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a task is started. */
export interface TaskStart {
  /** The checkout; this one if left out. */
  readonly root?: string;
  /** The folder that it is typed in; the checkout if left out. */
  readonly cwd?: string;
  /** A program with its arguments that starts it. */
  readonly through?: readonly string[];
}

/** Runs `deno task` as a person types it, in the checkout. */
export async function runTask(...args: string[]): Promise<Outcome> {
  return await startTask({}, ...args);
}

/** Runs `deno task` as a person types it elsewhere. */
export async function startTask(
  { root = ROOT, cwd = root, through = [] }: TaskStart,
  ...args: string[]
): Promise<Outcome> {
  const line = [...through, Deno.execPath(), "task", "--quiet", ...args];
  const { code, stdout, stderr } = await new Deno.Command(line[0], {
    args: line.slice(1),
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}
