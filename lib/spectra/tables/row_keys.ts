// Which sample, replicate and group a row of a table is of.
import { InputError } from "../../errors.ts";
import type { SpectrumKey } from "../arrange.ts";

/** How rows without a column `sample` are named. */
export interface RowNameOptions {
  /**
   * Names them by this prefix and their number, as in G001; without it they
   * have the names that the table gives its rows, else their numbers.
   */
  readonly rowPrefix?: string;
}

/** The columns that name a row. */
export interface KeyColumns {
  /** Rows in all. */
  readonly rows: number;
  /** Values of the column `sample`, if there is one. */
  readonly sample?: Float64Array | readonly string[];
  /** Values of the column `replicate`, if there is one. */
  readonly replicate?: Float64Array | readonly string[];
  /** Values of the column `group`, if there is one. */
  readonly group?: Float64Array | readonly string[];
  /** Names of rows, if the table has them apart from its columns. */
  readonly rowNames?: readonly string[];
}

/**
 * Names the rows of a table.
 *
 * @param columns What there is to name them by.
 * @param path The file, for messages.
 * @throws {InputError} If a name is missing: row and column are named.
 */
export function rowKeys(
  { rows, sample, replicate, group, rowNames }: KeyColumns,
  path: string,
  { rowPrefix }: RowNameOptions = {},
): SpectrumKey[] {
  if (!sample && replicate) {
    throw new InputError(
      `${path}: has a column "replicate" but none called "sample"; expected ` +
        "both",
    );
  }
  const digits = String(rows).length;
  const nameRow = (row: number) =>
    rowPrefix === undefined
      ? rowNames?.[row] ?? String(row + 1)
      : rowPrefix + String(row + 1).padStart(digits, "0");
  return Array.from({ length: rows }, (_, row) => {
    const place = { path, row };
    return {
      sample: sample
        ? nameAt(sample, { ...place, column: "sample" })
        : nameRow(row),
      replicate: replicate
        ? nameAt(replicate, { ...place, column: "replicate" })
        : "",
      group: group ? nameAt(group, { ...place, column: "group" }) : "",
      place: row + 1,
    };
  });
}

function nameAt(
  values: Float64Array | readonly string[],
  { path, row, column }: { path: string; row: number; column: string },
): string {
  const value = values[row];
  const text = typeof value === "number"
    ? Number.isNaN(value) ? "" : String(value)
    : value;
  if (text !== "" && text === text.trim()) return text;
  throw new InputError(
    `${path}, row ${row + 1}, column ${column}: ` +
      (text.trim() === ""
        ? "is missing"
        : `is "${text.replace(/\p{Cc}/gu, "�")}" with blanks around it`) +
      "; expected a name",
  );
}

/**
 * Finds a column by its name; twice is refused.
 *
 * @returns Its place, or undefined.
 * @throws {InputError} If it stands twice, or is called `Sample`, `samples` or `sample_id`.
 */
export function findColumn(
  names: readonly string[],
  name: string,
  path: string,
): number | undefined {
  const at = names.indexOf(name);
  if (at >= 0) {
    const again = names.indexOf(name, at + 1);
    if (again < 0) return at;
    throw new InputError(
      `${path}: column "${name}" stands twice, as column ${at + 1} and ` +
        `${again + 1}`,
    );
  }
  const alike = new RegExp(`^${name}(s|[ _.-]?(id|name|no|nr))?$`, "i");
  const guess = names.find((other) => alike.test(other));
  if (guess === undefined) return undefined;
  throw new InputError(
    `${path}: has no column "${name}"; is "${guess}" meant?`,
  );
}
