/// <reference lib="dom" />
// What a report's scripts know of the run.
import { type HeldParts, heldParts, type RunParts } from "./run_parts.ts";

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

/** The network that a page holds; null where it was too large for one. */
export function reportNetwork(document: Document): RunParts | null {
  const text = document.getElementById("report-network")?.textContent;
  if (!text) return null;
  return heldParts(
    reportData(document).name,
    JSON.parse(text) as HeldParts,
  );
}
