// Real data sets that configs name. The package ships none of them: each is
// fetched from its source, or taken from a folder, and checked by SHA-256.

/** A file of a data set. */
export interface DatasetFile {
  /** Its name in the data set's folder. */
  readonly name: string;
  /** SHA-256 in small hexadecimal letters. */
  readonly sha256: string;
}

/** A data set and where it comes from. */
export interface Dataset {
  /** What commands and configs call it. */
  readonly name: string;
  /** What it is, in a line. */
  readonly title: string;
  /** Its source's licence. */
  readonly licence: string;
  /** The source's own file, at a pinned commit; configs read it as it is. */
  readonly source: DatasetFile & { readonly url: string };
}

/** All data sets by name. */
export const DATASETS: Readonly<Record<string, Dataset>> = {
  geeves: {
    name: "geeves",
    title: "391 Australian soils, 350 to 2500 nm; clay, silt, sand, total " +
      "carbon (Geeves et al. 1995, in the R package soilspec)",
    licence: "MIT",
    source: {
      name: "datsoilspc.rda",
      sha256:
        "fe9d41c29d9332dbf8f8b6814f49719c4b28b4d03a1ea083df95231fdecd2890",
      url: "https://raw.githubusercontent.com/AlexandreWadoux/soilspec/" +
        "cfd1758b3f0b8c9c33a860bac130c47faaa0fb53/data/datsoilspc.rda",
    },
  },
};
