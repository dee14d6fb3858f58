// What a run asked the runtime for, held against what its manifest declares.
// Deno writes every permission that a process uses to a log (one JSON object a
// line, DENO_AUDIT_PERMISSIONS); files that are imported as code are not in it.
import { InputError } from "../errors.ts";
import type { Manifest } from "./manifest_types.ts";

/** Where a run may read and write. */
export interface AuditScope {
  /** The run's manifest: its inputs may be read, and what it looked for. */
  readonly manifest: Pick<Manifest, "inputs" | "looked_for">;
  /** The run's folder, which may be read and written. */
  readonly folder: string;
  /** The config file, which may be read. */
  readonly config: string;
  /** The checkout, whose own code may be read. */
  readonly root: string;
  /**
   * Where the links on a path lead to; the log has what was opened in the end.
   * The path itself if left out.
   */
  readonly real?: (path: string) => string;
}

/** Code and settings of the package inside a checkout. */
const PROGRAM = ["lib/", "deno.json", "deno.lock"];

/**
 * Finds uses of permissions that nothing declares.
 *
 * @param log The log as Deno writes it.
 * @param scope What is declared; paths may be relative to the checkout.
 * @returns A sentence's end for each, such as `reads /etc/passwd`, each once,
 * in the order of the log.
 * @throws {InputError} If the log is not one.
 *
 * @example
 * ```ts
 * import { undeclaredUses } from "./audit.ts";
 *
 * const line = (permission: string, value: string) =>
 *   JSON.stringify({ v: 1, permission, value });
 * const uses = undeclaredUses(
 *   [line("read", "a.csv"), line("net", "example.org:443")].join("\n"),
 *   {
 *     manifest: { inputs: [{ role: "spectra", path: "a.csv", sha256: "", bytes: 0 }] },
 *     folder: "artifacts/a",
 *     config: "c.json",
 *     root: "/checkout",
 *   },
 * );
 * console.log(uses); // [ "uses net example.org:443" ]
 * ```
 */
export function undeclaredUses(
  log: string,
  { manifest, folder, config, root, real = (path) => path }: AuditScope,
): string[] {
  const place = (path: string) => absolute(path, root);
  const runs = [...new Set([folder, real(folder)].map(place))];
  const files = new Set(
    [
      config,
      ...manifest.inputs.map(({ path }) => path),
      ...manifest.looked_for ?? [],
    ].flatMap((path) => [path, real(path)]).map(place),
  );
  const folders = foldersOf(files);
  const program = PROGRAM.map((path) => place(path));
  const found = new Set<string>();
  for (const line of log.split("\n")) {
    if (line.trim() === "") continue;
    const { permission, value } = entry(line);
    const path = place(value);
    const inside = runs.some((run) =>
      path === run || path.startsWith(`${run}/`)
    );
    const declared = permission === "write"
      ? inside
      : permission === "read" && (inside || files.has(path) ||
        folders.has(path) || program.some((each) =>
          path === each || path.startsWith(`${each}/`)
        ));
    if (declared) continue;
    const verb = permission === "read"
      ? "reads"
      : permission === "write"
      ? "writes"
      : `uses ${permission}`;
    found.add(`${verb} ${value}`.trim());
  }
  return [...found];
}

/**
 * Folders that hold declared files, at any depth: they are listed to find the
 * files, and nothing but a listing can be read of a folder.
 */
function foldersOf(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = file.lastIndexOf("/"); at > 0;) {
      folders.add(file.slice(0, at));
      at = file.lastIndexOf("/", at - 1);
    }
  }
  return folders;
}

function entry(line: string): { permission: string; value: string } {
  try {
    const { permission, value } = JSON.parse(line);
    if (typeof permission === "string") {
      return { permission, value: value === undefined ? "" : String(value) };
    }
  } catch {
    // Falls through to the message.
  }
  throw new InputError(
    `The permission log has the line ${JSON.stringify(line.slice(0, 80))}; ` +
      "expected JSON with a permission",
  );
}

/** With slashes, from the root, without points. */
function absolute(path: string, root: string): string {
  const slashes = path.replaceAll("\\", "/");
  const full = /^(\/|[A-Za-z]:\/)/.test(slashes)
    ? slashes
    : `${root.replaceAll("\\", "/")}/${slashes}`;
  const parts: string[] = [];
  for (const part of full.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
