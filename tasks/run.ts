// Stands behind every `deno task`: finds out how dependencies resolve here,
// then starts the task's own file with exactly the permissions that it needs.
import { findRoute, ROUTE_FLAGS } from "./support/route.ts";
import { permissionFlags, TASKS } from "./support/permissions.ts";
import { quietEnvironment } from "./support/environment.ts";
import { runGate } from "./support/gate.ts";

const [name, ...args] = Deno.args;
if (name !== "test" && !TASKS.includes(name)) {
  console.error(`No task is called ${name}; there are ${TASKS.join(", ")}.`);
  Deno.exit(2);
}
const route = ROUTE_FLAGS[await findRoute()];
if (name === "test") Deno.exit(await runGate(route, args));

const child = new Deno.Command(Deno.execPath(), {
  env: quietEnvironment(),
  args: [
    "run",
    "--quiet",
    ...route,
    ...permissionFlags(name, args),
    `tasks/${name}.ts`,
    ...args,
  ],
}).spawn();

// The terminal sends Ctrl-C to both; the task decides how it ends. A signal
// to this process alone is passed on.
Deno.addSignalListener("SIGINT", () => {});
if (Deno.build.os !== "windows") {
  Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
}
Deno.exit((await child.status).code);
