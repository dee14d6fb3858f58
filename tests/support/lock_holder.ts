// Takes the lock of a folder, says so, and holds it until it is killed:
//
//     deno run -A tests/support/lock_holder.ts FOLDER
import { lockRun } from "../../lib/pipeline/lock.ts";

await lockRun(Deno.args[0]);
console.log("locked");
setInterval(() => {}, 1000);
