import type { Flag } from "./cli.ts";

/** Flags of every task that reads spectra from a path. */
export const SPECTRA_FLAGS = {
  spectra: {
    value: "FILE",
    help: "Spectra: a file, folder, pattern or table of files",
    required: true,
  },
  "row-prefix": {
    value: "TEXT",
    help: "Name rows without names by this and their number, as in G001",
  },
} as const satisfies Readonly<Record<string, Flag>>;
