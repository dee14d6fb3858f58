// What a Parquet file's schema says of its columns: elements, parents first,
// each with the number of its children.
import type {
  ColumnMetaData,
  SchemaElement,
} from "../../third_party/hyparquet.ts";
import type { ColumnKind } from "./page_values.ts";
import type { PackedColumn } from "./unpack_pages.ts";

/** Finds what a schema says of a column in a row group. */
export type FindColumn = (column: ColumnMetaData) => PackedColumn;

/**
 * Understands a schema.
 *
 * @param schema Its elements; counts of children are sound.
 * @returns Looks a column up; throws a RangeError if there is none like it.
 */
export function columnKinds(schema: readonly SchemaElement[]): FindColumn {
  const kinds = new Map<string, ColumnKind>();
  const walk = (at: number, above: Above): number => {
    const { name, type, type_length, num_children = 0, repetition_type } =
      schema[at];
    const here = {
      path: [...above.path, name],
      definition: above.definition + Number(repetition_type !== "REQUIRED"),
      repetition: above.repetition + Number(repetition_type === "REPEATED"),
    };
    if (num_children === 0) {
      const { path, ...levels } = here;
      kinds.set(keyOf(path), {
        ...levels,
        type: type ?? "none",
        width: type_length ?? NaN,
      });
    }
    let next = at + 1;
    for (let i = 0; i < num_children; i++) next = walk(next, here);
    return next;
  };
  let next = 1;
  for (let i = 0; i < (schema[0].num_children ?? 0); i++) {
    next = walk(next, { path: [], definition: 0, repetition: 0 });
  }
  return ({ path_in_schema: path, type, codec, num_values }) => {
    const kind = kinds.get(keyOf(path));
    if (!kind) throw new RangeError(`column ${path.join(".")} is not in it`);
    if (kind.type !== type) {
      throw new RangeError(`column ${path.join(".")} is of two types`);
    }
    return { ...kind, codec, values: Number(num_values) };
  };
}

interface Above {
  readonly path: readonly string[];
  readonly definition: number;
  readonly repetition: number;
}

/** Names may have points in them. */
function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
