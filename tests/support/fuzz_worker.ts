// The rounds of one file in a worker, which can be ended where one hangs.
import { prepareRounds } from "./fuzz_round.ts";

const thread = globalThis as unknown as Worker;
let rounds: ReturnType<typeof prepareRounds> | undefined;

thread.onmessage = async ({ data }: MessageEvent) => {
  if (typeof data !== "number") {
    rounds = prepareRounds(data.name, data.folder);
    return;
  }
  const round = await rounds!;
  thread.postMessage("begins");
  thread.postMessage(await round(data));
};
