// The metrics of a run as a file; alone, so that a browser can make it, too.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { evaluate, metricsReport } from "../evaluation/evaluate.ts";
import type { Archive } from "./archive.ts";

/** The bytes of `metrics.json`. */
export function metricsFile(
  { predictions }: Pick<Archive, "predictions">,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(
    canonicalJson(metricsReport(evaluate(predictions))),
  );
}
