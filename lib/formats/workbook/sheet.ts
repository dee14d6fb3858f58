import type { Cell } from "../shared/cell_rows.ts";

/** A sheet of a workbook. */
export interface Sheet {
  /** Its name. */
  readonly name: string;
  /** Whether a person does not see it. */
  readonly hidden: boolean;
  /**
   * Reads its cells: numbers as they are stored, whatever they are shown as;
   * dates and booleans as texts (2021-05-03, TRUE); null where nothing or #N/A
   * is. What is shown over several rows stands in each of them.
   */
  readonly rows: () => Promise<readonly (readonly Cell[])[]>;
}
