// `domain.json` and `features.json`: what the training spectra of a run are
// like, as spectra and as its network sees them.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { InputError } from "../errors.ts";
import type { Domain } from "./domain.ts";

/** What the training spectra are like. */
export const DOMAIN_FILE = "domain.json";

/** What the network makes of them ahead of its last layer. */
export const FEATURES_FILE = "features.json";

const FORMAT = "stibnite-domain";
const VERSION = 1;

/** Writes a domain as canonical JSON, with nothing of its numbers lost. */
export function encodeDomain(
  { components: { mean, loadings, variances }, limits }: Domain,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson({
    format: FORMAT,
    version: VERSION,
    mean: [...mean],
    loadings: loadings.map((loading) => [...loading]),
    variances: [...variances],
    limits: { t2: limits.t2, q: limits.q },
  }));
}

/**
 * Reads what {@linkcode encodeDomain} made.
 *
 * @param bytes The file.
 * @param source What messages call it.
 * @throws {InputError} If it is no such file.
 */
export function decodeDomain(bytes: Uint8Array, source: string): Domain {
  let file: Record<string, unknown> = {};
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    file = Object(JSON.parse(text));
  } catch {
    // Refused below: it has no format.
  }
  const { format, version, mean, loadings, variances, limits } = file;
  const { t2, q } = Object(limits);
  const sound = format === FORMAT && version === VERSION &&
    isNumbers(mean) && isNumbers(variances) && isNumbers([t2, q]) &&
    variances.every((value) => value > 0) &&
    Array.isArray(loadings) && loadings.length === variances.length &&
    loadings.every((row) => isNumbers(row) && row.length === mean.length);
  if (!sound) {
    throw new InputError(
      `${source}: is not what a run's training spectra are like; expected ` +
        `format ${FORMAT} with a mean, a loading and a variance for each ` +
        "component, and limits of t2 and q",
    );
  }
  return {
    components: {
      mean: Float64Array.from(mean),
      loadings: loadings.map((row: number[]) => Float64Array.from(row)),
      variances,
    },
    limits: { t2, q },
  };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((item) => typeof item === "number" && Number.isFinite(item));
}
