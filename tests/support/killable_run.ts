// A run as a process that a test may kill, and what it left on disk.
import { sha256 } from "../../lib/artifacts/sha256.ts";
import { listFiles } from "../../lib/artifacts/store.ts";
import { configFile } from "../../lib/pipeline/run_facts.ts";
import { permissionFlags } from "../../tasks/support/permissions.ts";
import { findRoute, ROUTE_FLAGS } from "../../tasks/support/route.ts";
import { ROOT, tinyConfig } from "./tiny_run.ts";

/** A config that trains 60 epochs in a second or two, with such changes. */
export function writeSmallConfig(
  path: string,
  training: Record<string, unknown> = {},
): void {
  const config = tinyConfig({
    training: {
      epochs: 60,
      batch_size: 4,
      early_stopping: { monitor: "val_loss", patience: 50 },
      checkpoint: { every_batches: 7, monitor: "val_rmse" },
      ...training,
    },
  });
  Deno.writeFileSync(path, configFile(config));
}

const route = ROUTE_FLAGS[await findRoute()];

/** Starts `reproduce` on `exact`, with the permissions of the task. */
export function startRun(
  config: string,
  out: string,
  ...more: string[]
): Deno.ChildProcess {
  const args = ["--config", config, "--out", out, "--backend", "exact"];
  args.push("--threads", "1", ...more);
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      ...route,
      ...permissionFlags("reproduce", args),
      "tasks/reproduce.ts",
      ...args,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/** Digest by path of everything in a folder but `run.json`, which has a clock. */
export async function digests(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of await listFiles(folder)) {
    if (path === "run.json") continue;
    found[path] = sha256(await Deno.readFile(`${folder}/${path}`));
  }
  return found;
}

/**
 * Checks that a folder with a manifest holds a whole run.
 *
 * @returns What is wrong, or null; null without a manifest, too.
 */
export async function brokenPromise(folder: string): Promise<string | null> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${folder}/manifest.json`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const { artifacts } = JSON.parse(text);
  const found = await digests(folder);
  for (const { path, sha256 } of artifacts) {
    if (found[path] !== sha256) return `${path} is not what the manifest says`;
  }
  return null;
}
