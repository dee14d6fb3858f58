// Tables of the benchmark in Markdown. A row is one quantity of ours beside the
// same quantity of one peer; what is absent is named, never left out.
import { median, ratio } from "./statistics.ts";

/** Values of one side, or why there are none. */
export type Values = readonly number[] | { readonly absent: string };

/** One quantity, ours beside a peer's. */
export interface Row {
  /** Measurement that it comes from, as `--only` names it. */
  readonly name: string;
  /** What was measured, in words. */
  readonly what: string;
  /** Unit of the values. */
  readonly unit: string;
  /** One value per turn. */
  readonly ours: Values;
  /** Who is beside us; null if nobody can be. */
  readonly peer: string | null;
  /** Its values, one per turn. */
  readonly theirs: Values | null;
}

/** Numbers of a side, or null. */
export function numbers(values: Values | null): readonly number[] | null {
  return values === null || "absent" in values ? null : values;
}

/** Writes a number with three digits, and never with an exponent. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** Makes the table of ours beside the peers. */
export function peerTable(rows: readonly Row[]): string {
  return markdown(
    ["What", "Ours", "Peer", "Peer's", "Ours / peer's"],
    rows.map((row) => {
      const share = ratio(numbers(row.ours), numbers(row.theirs));
      return [
        row.what,
        cell(row.ours, row.unit),
        row.peer ?? "",
        row.theirs === null ? "" : cell(row.theirs, row.unit),
        share === null ? "" : digits(share),
      ];
    }),
  );
}

/** How one cost goes with one size. */
export interface GrowthRow {
  /** What grows. */
  readonly grows: string;
  /** How large it is. */
  readonly size: number;
  /** What is measured. */
  readonly what: string;
  /** Unit of the values. */
  readonly unit: string;
  /** One value per turn. */
  readonly ours: Values;
}

/**
 * Makes the table of growth: each cost, and how often that of the first row of
 * its series it is, beside how often the size is.
 */
export function growthTable(rows: readonly GrowthRow[]): string {
  return markdown(
    ["Grows", "To", "What", "Cost", "Size ×", "Cost ×"],
    rows.map((row) => {
      const first = rows.find(({ grows, what }) =>
        grows === row.grows && what === row.what
      ) ?? row;
      const times = ratio(numbers(row.ours), numbers(first.ours));
      return [
        row.grows,
        String(row.size),
        row.what,
        cell(row.ours, row.unit),
        digits(row.size / first.size),
        times === null ? "" : digits(times),
      ];
    }),
  );
}

function cell(values: Values, unit: string): string {
  if ("absent" in values) return `not measured: ${values.absent}`;
  return `${digits(median(values))} ${unit}`.trim();
}

/** Lays out cells; a bar inside a cell would end it. */
function markdown(
  head: readonly string[],
  body: readonly (readonly string[])[],
): string {
  const lines = [head, head.map(() => "---"), ...body];
  return lines.map((cells) =>
    `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`
  ).join("\n");
}
