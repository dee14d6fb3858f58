// Checks a run in memory by the functions of `verify`: what a browser can do of
// it. Figures and the report itself are compared by digest alone.
import { InputError } from "../../errors.ts";
import { parseConfig } from "../../config.ts";
import {
  decodeHistory,
  decodePredictions,
  decodeSamples,
} from "../../pipeline/archive.ts";
import { metricsFile } from "../../pipeline/metrics_file.ts";
import { STATEMENT, statementText } from "../../provenance/in_toto.ts";
import { parseManifest } from "../../provenance/manifest.ts";
import type { Manifest } from "../../provenance/manifest_types.ts";
import { CRATE, roCrateText } from "../../provenance/ro_crate.ts";
import { checkManifestText } from "../../verify/check_manifest_text.ts";
import {
  checkHistory,
  checkPredictions,
  checkSplit,
} from "../../verify/check_tables.ts";
import type { Finding } from "../../verify/finding.ts";
import { checkListed, type Files } from "./check_files.ts";
import { sameBytes, sha256 } from "./digest.ts";

const MANIFEST = "manifest.json";

/** What a check found, and what the manifest says. */
export interface Checked<M> {
  readonly findings: readonly Finding[];
  readonly manifest: M;
}

/**
 * Checks the files of a run.
 *
 * @param files Bytes by path inside the run.
 * @throws {InputError} If there is no manifest that can be read.
 */
export async function checkRun(files: Files): Promise<Checked<Manifest>> {
  const text = manifestText(files);
  const manifest = parseManifest(text, MANIFEST);
  const findings: Finding[] = [
    checkManifestText(text, manifest),
    ...await checkListed(files, manifest.artifacts, [
      MANIFEST,
      "run.json",
      STATEMENT,
      CRATE,
    ]),
    ...await checkCompanions(files, manifest),
  ];
  const sound = findings.every(({ holds }) => holds);
  return {
    manifest,
    findings: sound ? [...findings, ...checkNumbers(files)] : findings,
  };
}

/** The text of the manifest. */
export function manifestText(files: Files): string {
  const bytes = files.get(MANIFEST);
  if (bytes === undefined) {
    throw new InputError(`There is no ${MANIFEST}; expected a finished run`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(bytes);
  } catch {
    throw new InputError(`${MANIFEST}: is not UTF-8 text`);
  }
}

/** What follows from a manifest is made again: it cannot be changed alone. */
async function checkCompanions(
  files: Files,
  manifest: Manifest,
): Promise<Finding[]> {
  const digestOf = async (bytes: Uint8Array<ArrayBuffer>) => ({
    sha256: await sha256(bytes),
    bytes: bytes.length,
  });
  const encode = (text: string) => new TextEncoder().encode(text);
  const file = { manifest, ...await digestOf(files.get(MANIFEST)!) };
  const statement = encode(statementText(file));
  const crate = encode(roCrateText(file, await digestOf(statement)));
  return [[STATEMENT, statement] as const, [CRATE, crate] as const].map(
    ([subject, made]) => {
      const there = files.get(subject);
      const holds = there !== undefined && sameBytes(there, made);
      return {
        subject,
        holds,
        finding: holds
          ? "what the manifest gives"
          : there === undefined
          ? "is missing"
          : "is not what the manifest gives: one of the two was changed",
      };
    },
  );
}

/** Split, predictions, history and metrics, made again from the tables. */
function checkNumbers(files: Files): Finding[] {
  const read = (path: string) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new InputError(`${path}: is missing`);
    return bytes;
  };
  try {
    const config = parseConfig(
      new TextDecoder().decode(read("config.json")),
      "config.json",
    );
    const table = <T>(
      path: string,
      decode: (bytes: Uint8Array, targets: string[], source: string) => T,
    ) => decode(read(path), config.targets, path);
    const tables = {
      config,
      samples: table("samples.csv", decodeSamples),
      predictions: table("predictions.csv", decodePredictions),
      history: decodeHistory(read("history.csv"), "history.csv"),
    };
    const same = sameBytes(metricsFile(tables), read("metrics.json"));
    return [
      checkSplit(tables),
      checkPredictions(tables),
      checkHistory(tables),
      {
        subject: "metrics.json",
        holds: same,
        finding: same
          ? "computed again from predictions.csv: the same bytes"
          : "computed again from predictions.csv: other numbers",
      },
    ];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ subject: "archive", holds: false, finding: error.message }];
  }
}
