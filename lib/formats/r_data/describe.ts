// What an object of R is, in a few words for a message.
import { isFrame, rTable } from "./frame.ts";
import type { RObject, RValue } from "./values.ts";

/** Names of columns that a message lists. */
const LISTED = 4;

/** Describes objects: `soil (data frame, 391 rows: clay, silt, …)`. */
export function describeObjects(objects: readonly RObject[]): string {
  if (objects.length === 0) return "nothing";
  const listed = objects.slice(0, 2 * LISTED).map(({ name, value }) =>
    name === "" ? describe(value) : `${name} (${describe(value)})`
  );
  const more = objects.length - listed.length;
  return listed.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function describe(value: RValue): string {
  const table = rTable(value);
  if (table) {
    const names = table.names.slice(0, LISTED).join(", ");
    const more = table.names.length > LISTED ? ", …" : "";
    return `${isFrame(value) ? "data frame" : "matrix"}, ${table.rows} rows: ` +
      names + more;
  }
  if (isFrame(value)) return "data frame without columns";
  if (value.kind === "other") return value.what;
  const { length } = value.values;
  if (value.kind === "list" && length === 0) return "NULL";
  return `${value.kind}, ${length} ${length === 1 ? "value" : "values"}`;
}
