// What zod found, said in one sentence. The schemas' errors are the words that
// follow "expected"; see fields.ts.

/** The parts of a zod issue that are used here. */
interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/**
 * Says what is wrong with a value. An unknown key comes first: the key that it
 * should have been is then often missing as well.
 *
 * @param issues What zod found, at least one.
 * @param value The value that was checked.
 * @returns A sentence without a full stop.
 */
export function sentence(issues: readonly Issue[], value: unknown): string {
  const unknown = issues.find(({ code }) => code === "unrecognized_keys");
  if (unknown !== undefined) {
    const key = name([...unknown.path, ...(unknown.keys ?? []).slice(0, 1)]);
    return `unknown key ${key}; ${unknown.message}`;
  }
  const { code, path, message } = issues[0];
  if (code === "custom") return `${name(path)} ${message}`;
  const found = look(value, path);
  const state = found === undefined ? "missing" : show(found);
  return `${name(path)} is ${state}; expected ${message}`;
}

function name(path: readonly PropertyKey[]): string {
  const dotted = path.map((key) =>
    typeof key === "number" ? `[${key}]` : `.${String(key)}`
  ).join("");
  return dotted === "" ? "the config" : dotted.replace(/^\./, "");
}

function look(value: unknown, path: readonly PropertyKey[]): unknown {
  for (const key of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object") return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? value.slice(0, 59) + "…" : value);
}
