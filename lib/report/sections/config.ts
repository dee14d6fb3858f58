// The config, with what differs from the published one marked.
import published from "../../../paper-config/carvalho2024.json" with {
  type: "json",
};
import { type Config, resolveConfig } from "../../config.ts";
import type { Section } from "../frame.ts";
import { Html, html } from "../html.ts";
import { table } from "../table.ts";

/** Shows every setting beside the published one. */
export function configSection(config: Config): Section {
  const reference = flat(resolveConfig(published, "carvalho2024.json"));
  const own = flat(config);
  const keys = [...new Set([...own.keys(), ...reference.keys()])]
    .filter((key) => !NAMES.test(key));
  const differing = keys.filter((key) => own.get(key) !== reference.get(key));
  return {
    id: "config",
    title: "Config",
    content: html`<p>${
      differing.length === 0
        ? "Every setting is the published one."
        : `${differing.length} of ${keys.length} settings differ from the ` +
          "published ones (paper-config/carvalho2024.json); they are marked."
    }</p>${
      table("Settings, and the published ones where they differ", [
        { title: "setting" },
        { title: "this run" },
        { title: "published" },
      ], {
        rows: keys.map((key) => {
          const differs = differing.includes(key);
          return {
            attributes: differs ? MARKED : undefined,
            cells: [
              html`<code>${key}</code>`,
              own.get(key) ?? "(not set)",
              differs ? reference.get(key) ?? "(not set)" : "the same",
            ],
          };
        }),
        tall: true,
      })
    }`,
  };
}

/** What names a run is no setting. */
const NAMES = /^(\$schema|name|title)$/;
const MARKED = new Html(' class="differs"');

/** Settings by their path; lists without objects are one setting. */
function flat(value: unknown, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    const entries = Array.isArray(value)
      ? value.some((each) => typeof each === "object") && value.length > 0
        ? value.map((each, at) => [`${path}[${at}]`, each] as const)
        : null
      : typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, each]) =>
        [path === "" ? key : `${path}.${key}`, each] as const
      )
      : null;
    if (entries === null) {
      if (value !== undefined) {
        found.set(
          path,
          typeof value === "string" ? value : JSON.stringify(value),
        );
      }
    } else for (const [key, each] of entries) walk(each, key);
  };
  walk(value, path);
  return found;
}
