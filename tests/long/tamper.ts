// 1,000 random changes of a run's files, each of which verification must find
// and name:
//
//     deno run -A tests/long/tamper.ts [COUNT] [SEED]
import { writeRun } from "../../lib/pipeline/write.ts";
import { tamper } from "../support/tamper.ts";
import { runTiny } from "../support/tiny_run.ts";

const [count = 1000, seed = 2024] = Deno.args.map(Number);
if (!(count > 0 && Number.isInteger(count) && Number.isInteger(seed))) {
  console.error(`Got ${Deno.args.join(" ")}; expected [COUNT] [SEED].`);
  Deno.exit(2);
}
const folder = await Deno.makeTempDir();
await writeRun(folder, await runTiny(), { started: "now" });
const { tried, missed } = await tamper(folder, {
  count,
  seed,
  onProgress: (done) => done % 100 === 0 && console.error(`${done}`),
});
await Deno.remove(folder, { recursive: true });
for (const each of missed) console.log(`MISSED ${each}`);
console.log(`${tried} changes, ${tried - missed.length} found and named.`);
Deno.exit(missed.length > 0 ? 1 : 0);
