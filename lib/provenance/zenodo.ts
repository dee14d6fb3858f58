// What Zenodo is told about a packed run, in the words of its deposit form
// (https://developers.zenodo.org/#representation); from the manifest, no clock.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { ARTICLE, PACKAGE } from "../version.ts";
import type { Manifest } from "./manifest_types.ts";

/** Name of the metadata at the root of an archive. */
export const ZENODO = ".zenodo.json";

/**
 * Writes the metadata of a run for Zenodo.
 *
 * @param manifest The run's manifest.
 * @param withData Whether the run's inputs are with it: their licence is not
 * known here, so none is named and whoever deposits them chooses.
 * @returns Canonical JSON.
 */
export function zenodoText(
  { run, source, package: made }: Manifest,
  withData: boolean,
): string {
  return canonicalJson({
    title: `${run.title} (run ${run.name})`,
    description: `A run of ${made.name} ${made.version} on ` +
      `${run.synthetic ? "synthetic" : "measured"} spectra, ${run.protocol} ` +
      "protocol, with a manifest by which every file of it can be checked: " +
      "see README.txt." +
      (source.citable ? "" : ` Not to be cited: ${source.reason}.`),
    upload_type: "dataset",
    publication_date: PACKAGE.date,
    creators: [{ name: "Stibnite contributors" }],
    access_right: "open",
    ...(withData ? {} : { license: "MIT" }),
    version: made.version,
    keywords: [
      "soil spectroscopy",
      "antimony",
      "spectrogram",
      "reproducibility",
    ],
    related_identifiers: [{
      identifier: ARTICLE.id.replace("https://doi.org/", ""),
      scheme: "doi",
      relation: "isDerivedFrom",
      resource_type: "publication-article",
    }],
  });
}
