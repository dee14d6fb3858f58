// A player is somebody who measures one thing when it is their turn, so that
// ours and the peers can alternate in one run. Most are processes: they say
// {"ready":true} once they are warm, then answer every line "step" with a line
// of JSON, quantities by name. Lines that are not JSON are a library's chatter.

/** Ahead of a turn: thread pools go on spinning for a while after theirs. */
const PAUSE_MS = 50;

/** Quantities of one turn by name. */
export type Answer = Readonly<Record<string, number>>;

/** Measures when told to. */
export interface Player {
  /** Measures once. */
  turn(): Promise<Answer>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** Why a player cannot take part, in a few words; not a fault. */
export class Absent extends Error {
  /** Name of the class. */
  override readonly name = "Absent";
}

/**
 * Starts a process and waits until it is warm.
 *
 * @param program What to run.
 * @param args Its arguments.
 * @throws {Absent} If it says so, or ends.
 */
export async function startPlayer(
  program: string,
  args: readonly string[],
): Promise<Player> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaint = new Response(child.stderr).text();
  const lines = jsonLines(child.stdout);
  const writer = child.stdin.getWriter();
  const next = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next();
    if (done) throw new Absent(lastLine(await complaint));
    if (typeof value.absent === "string") throw new Absent(value.absent);
    return value;
  };
  const close = async () => {
    await writer.close().catch(() => {}); // it has ended by itself
    await child.status;
  };
  try {
    await next();
  } catch (error) {
    await close();
    throw error;
  }
  const step = new TextEncoder().encode("step\n");
  return {
    turn: async () => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      await writer.write(step);
      return await next() as Answer;
    },
    close,
  };
}

/** A player that runs a program from start to end and takes its time. */
export function startUpPlayer(
  program: string,
  args: readonly string[],
): Player {
  return {
    turn: async () => {
      const start = performance.now();
      const { success } = await new Deno.Command(program, {
        args: [...args],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).output();
      const ms = performance.now() - start;
      if (!success) throw new Absent(`${args.join(" ")} failed`);
      return { ms };
    },
    close: () => Promise.resolve(),
  };
}

/** Lines of JSON from a program, as they come; other lines are left out. */
export async function* jsonLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
) {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith("{")) {
        yield JSON.parse(line) as Record<string, unknown>;
      }
    }
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "it ended without a word";
}
