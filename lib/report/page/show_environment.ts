/// <reference lib="dom" />
// What a manifest says of the machine and the source.

/**
 * Shows them in the section of the environment.
 *
 * @param document The report.
 * @param manifest The manifest that was dropped.
 */
export function showEnvironment(document: Document, manifest: object): void {
  const place = document.querySelector("[data-environment]");
  if (place === null) return;
  const { environment, source } = manifest as Record<string, unknown>;
  const list = document.createElement("ul");
  const add = (name: string, value: unknown) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, each] of Object.entries(value)) {
        add(name === "" ? key : `${name} ${key}`, each);
      }
      return;
    }
    const item = document.createElement("li");
    const text = typeof value === "string" ? value : JSON.stringify(value);
    item.textContent = `${name.replaceAll("_", " ")}: ${text}`;
    list.append(item);
  };
  add("", environment);
  add("source", source);
  place.replaceChildren(list);
}
