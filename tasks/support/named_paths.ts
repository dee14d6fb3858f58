// Files that a config or a finished run names: the launcher has to know them
// before the task that reads them starts.
import { configText } from "../../lib/config/config_text.ts";
import type { PackedFiles } from "./packed_runs.ts";
import { readPaths } from "./read_paths.ts";

/** Data files outside the checkout that a config names. */
export function dataPaths(
  config: string | undefined,
  packed?: PackedFiles,
): string[] {
  if (config === undefined) return [];
  try {
    const { data, models, schemes } = readJson(config, packed);
    return [
      data?.spectra,
      data?.labels,
      data?.white_reference,
      data?.parameters,
      ...(models ?? []).flatMap(({ config }: { config?: unknown }) =>
        typeof config === "object" && config !== null
          ? Object.values(config) // one for each target
          : [config]
      ),
      ...(schemes ?? []).map((scheme: { file?: unknown }) => scheme.file),
    ]
      .filter((path) => typeof path === "string" && path !== "")
      .flatMap(readPaths);
  } catch {
    return []; // The task itself says what is wrong with the file.
  }
}

/** Files that a finished run read: `verify` looks at those that are here. */
export function inputPaths(run: string, packed?: PackedFiles): string[] {
  try {
    const { inputs, looked_for } = readJson(`${run}/manifest.json`, packed);
    return [
      ...(inputs ?? []).map(({ path }: { path: unknown }) => path),
      ...(looked_for ?? []),
    ].filter((path) => typeof path === "string" && path !== "");
  } catch {
    return []; // No run: the task itself says so.
  }
}

/** A JSON file, as the tasks read it. */
// deno-lint-ignore no-explicit-any
export function readJson(path: string, packed?: PackedFiles): any {
  const bytes = packed?.get(path) ?? Deno.readFileSync(path);
  return JSON.parse(configText(bytes, path));
}
