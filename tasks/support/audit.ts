// Has the runtime log what `reproduce` reads and writes, and compares it with
// the manifest of the run when it is done.
import { InputError } from "../../lib/errors.ts";
import { undeclaredUses } from "../../lib/provenance/audit.ts";
import { withRealPath } from "./real_paths.ts";
import { readJson } from "./named_paths.ts";
import { flagValues } from "./permissions.ts";

/** Where logs lie while a run goes on; not in git. */
const FOLDER = ".audit";

/** Whether a task's permissions are audited. */
export function isAudited(task: string): boolean {
  return task === "reproduce";
}

/** A log for one process; null where the checkout is read-only. */
export function openAudit(): string | null {
  try {
    Deno.mkdirSync(FOLDER, { recursive: true });
    const log = `${FOLDER}/${Deno.pid}.jsonl`;
    Deno.writeTextFileSync(log, "");
    return log;
  } catch {
    console.error(
      `What the run reads and writes is not logged: ${FOLDER} cannot be written.`,
    );
    return null;
  }
}

/**
 * Reads the log of a process that has ended, and deletes it.
 *
 * @param log Its path.
 * @param options The process's exit code and command line.
 * @returns The exit code, or 1 if the run did what its manifest does not
 * declare; that is said on stderr.
 */
export function closeAudit(
  log: string,
  { code, args, defaultConfig }: {
    readonly code: number;
    readonly args: readonly string[];
    readonly defaultConfig: string;
  },
): number {
  let text = "";
  try {
    text = Deno.readTextFileSync(log);
    Deno.removeSync(log);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (code !== 0 || args.includes("--help")) return code;
  const { flags } = flagValues(args);
  const config = flags.config ?? defaultConfig;
  try {
    const { name } = readJson(config);
    const folder = flags.out ?? `artifacts/${name}`;
    const manifest = JSON.parse(
      Deno.readTextFileSync(`${folder}/manifest.json`),
    );
    const root = Deno.cwd();
    const real = (path: string) => withRealPath(path).at(-1)!;
    const scope = { manifest, folder, config, root, real };
    const uses = text === ""
      ? ["left no log of its permissions"]
      : undeclaredUses(text, scope);
    if (uses.length === 0) return 0;
    const more = uses.length > 3 ? ` and ${uses.length - 3} more` : "";
    console.error(
      `${folder}: the run ${uses.slice(0, 3).join(", ")}${more}, which its ` +
        "manifest does not declare.",
    );
    return 1;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return 1;
  }
}
