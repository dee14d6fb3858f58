// Stands behind every `deno task`: finds out how dependencies resolve here,
// then starts the task's own file with exactly the permissions that it needs.
import { findRoute, ROUTE_FLAGS } from "./support/route.ts";
import { flagValues, permissionFlags, TASKS } from "./support/permissions.ts";
import { readPackedRuns } from "./support/packed_runs.ts";
import { quietEnvironment } from "./support/environment.ts";
import { fetchPackages } from "./support/fetch_packages.ts";
import { runGate } from "./support/gate.ts";
import { closeAudit, isAudited, openAudit } from "./support/audit.ts";
import { gitState, sourceArchive } from "./support/git_state.ts";

const [name, ...args] = Deno.args;
if (name !== "test" && !TASKS.includes(name)) {
  console.error(`No task is called ${name}; there are ${TASKS.join(", ")}.`);
  Deno.exit(2);
}
const route = ROUTE_FLAGS[await findRoute()];
const lock = route.find((flag) => flag.startsWith("--lock="))!.slice(7);
await fetchPackages(
  name === "test" ? "mod.ts" : `tasks/${name}.ts`,
  route,
  lock,
);
if (name === "test") Deno.exit(await runGate(route, args));

const helping = args.includes("--help");
const extra = ["reproduce", "study"].includes(name) && !helping
  ? [`--git-state=${JSON.stringify(await gitState("."))}`]
  : [];

// The source at a run's commit goes to the task that packs it.
const source = name === "pack" && !helping
  ? await sourceArchive(".", args)
  : null;

const packed = await readPackedRuns(
  name === "verify" ? flagValues(args).positional : [],
);
const audit = isAudited(name) && !helping ? openAudit() : null;

const child = new Deno.Command(Deno.execPath(), {
  ...(name === "pack" ? { stdin: "piped" } : {}),
  env: {
    ...quietEnvironment(),
    ...(audit && { DENO_AUDIT_PERMISSIONS: audit }),
  },
  args: [
    "run",
    "--quiet",
    ...route,
    ...permissionFlags(name, args, packed),
    `tasks/${name}.ts`,
    ...args,
    ...extra,
  ],
}).spawn();
if (name === "pack") {
  const writer = child.stdin.getWriter();
  // A task that fails before it has read everything says so itself.
  await writer.write(source ?? new Uint8Array()).catch(() => {});
  await writer.close().catch(() => {});
}

// Signals are passed on, and the task decides how it ends. A terminal sends
// Ctrl-C to both, so the task may get it twice; it knows.
const passOn = (signal: "SIGINT" | "SIGTERM") => () => {
  try {
    child.kill(signal);
  } catch {
    // It has just ended.
  }
};
if (Deno.build.os === "windows") Deno.addSignalListener("SIGINT", () => {});
else {
  Deno.addSignalListener("SIGINT", passOn("SIGINT"));
  Deno.addSignalListener("SIGTERM", passOn("SIGTERM"));
}
const { code } = await child.status;
const defaultConfig = "paper-config/carvalho2024.json";
Deno.exit(audit ? closeAudit(audit, { code, args, defaultConfig }) : code);
