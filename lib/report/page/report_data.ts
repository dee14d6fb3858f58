/// <reference lib="dom" />
// What a report's scripts know of the run.

/** The data of a page. */
export interface ReportData {
  readonly kind: "run" | "study";
  readonly name: string;
  /** Epoch, RMSE of training and of watched samples. */
  readonly history?: readonly (readonly [number, number, number])[];
}

/** Reads the data of a page. */
export function reportData(document: Document): ReportData {
  return JSON.parse(document.getElementById("report-data")!.textContent!);
}
