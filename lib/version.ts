// Name and version of the package, as deno.json has them; read from there so
// that they stand in one place.
import config from "../deno.json" with { type: "json" };

/** Name, version and day of release of this package. */
export const PACKAGE: {
  readonly name: string;
  readonly version: string;
  /** As CITATION.cff has it. */
  readonly date: string;
} = {
  name: config.name,
  version: config.version,
  date: "2026-11-23",
};

/** The article whose system this package re-implements. */
export const ARTICLE: {
  /** Its DOI as an address. */
  readonly id: string;
  readonly title: string;
  readonly date: string;
} = {
  id: "https://doi.org/10.3390/rs16111964",
  title: "Convolutional Neural Networks Applied to Antimony Quantification " +
    "via Soil Laboratory Reflectance Spectroscopy in Northern Portugal: " +
    "Opportunities and Challenges",
  date: "2024-05-30",
};
