// The tables of a file of R, by the names of its objects. A list without a
// class is opened: its members count as objects.
import { createColumnTable } from "../shared/column_table.ts";
import type { ColumnTable } from "../shared/column_table.ts";
import { rTable } from "./frame.ts";
import { type RObject, textAttribute } from "./values.ts";

/** A table and the object that it was. */
export interface RTable {
  /** Name of the object; "" for the one of an `.rds` file. */
  readonly name: string;
  /** Its columns. */
  readonly table: ColumnTable;
}

/** Finds the objects that are tables. */
export function rTables(objects: readonly RObject[]): RTable[] {
  return objects.flatMap(({ name, value }) => {
    const table = rTable(value);
    if (table) return [{ name, table: createColumnTable(table) }];
    const names = textAttribute(value, "names");
    if (value.kind !== "list" || !names || value.attributes.has("class")) {
      return [];
    }
    return value.values.flatMap((item, at) => {
      const inner = rTable(item);
      if (!inner) return [];
      const dotted = name === "" ? names[at] : `${name}$${names[at]}`;
      return [{ name: dotted, table: createColumnTable(inner) }];
    });
  });
}
