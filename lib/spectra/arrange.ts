// Rows of any table become samples with replicates: which rows are of one
// sample, whether all have as many, and in which order replicates stand.
import type { FilesDataConfig } from "../config/types.ts";
import { InputError } from "../errors.ts";
import { evenOut, refuseUneven } from "./uneven.ts";
import { reorderRows } from "./reorder_rows.ts";
import type { SpectraSet } from "./spectra_set.ts";

/** What a row says of its spectrum. */
export interface SpectrumKey {
  /** Name of the sample. */
  readonly sample: string;
  /** Name of the replicate; "" where the table has no such column. */
  readonly replicate: string;
  /** Group of the sample; "" where the table has no such column. */
  readonly group: string;
  /** Its line or row as messages call it, counted from 1. */
  readonly place: number;
}

/** What the table has. */
export interface ArrangementOptions {
  /** The file. */
  readonly path: string;
  /** What a place is counted in, such as `line`. */
  readonly unit: string;
  /** Whether it has a column `replicate`. */
  readonly hasReplicates: boolean;
  /** Whether it has a column `group`. */
  readonly hasGroups: boolean;
  /** What becomes of samples with different numbers; `refuse` unless said. */
  readonly replicates?: FilesDataConfig["replicates"];
}

/** Collects the rows of a table. */
export interface Arrangement {
  /**
   * Adds the next row.
   *
   * @throws {InputError} If its sample is in another group before, or the
   * replicate stands twice.
   */
  add(key: SpectrumKey): void;
  /**
   * Puts spectra in the order of samples and replicates, in place.
   *
   * @param reflectance Spectra in the order of rows, C order.
   * @param wavelengths In nm.
   * @throws {InputError} If samples have different numbers of spectra.
   */
  finish(reflectance: Float64Array, wavelengths: Float64Array): SpectraSet;
  /**
   * The rows in the order of samples and replicates.
   *
   * @throws {InputError} If samples have different numbers of spectra.
   */
  order(): number[];
  /** How many rows each sample has, in the order of the samples. */
  counts(): number[];
}

interface Spectrum {
  readonly replicate: string;
  readonly place: number;
  readonly row: number;
}

interface Sample {
  readonly group: string;
  readonly place: number;
  readonly spectra: Spectrum[];
}

/** Begins to collect rows. */
export function createArrangement(
  { path, unit, hasReplicates, hasGroups, replicates = "refuse" }:
    ArrangementOptions,
): Arrangement {
  const samples = new Map<string, Sample>();
  let rows = 0;
  return { add, finish, order, counts: countsOf };

  function countsOf(): number[] {
    return [...samples.values()].map(({ spectra }) => spectra.length);
  }

  function add({ sample: name, replicate: named, group, place }: SpectrumKey) {
    const row = rows++;
    const replicate = named.replace(/^0+(?=\d+$)/, "");
    const sample = samples.get(name);
    if (!sample) {
      const spectra = [{ replicate, place, row }];
      samples.set(name, { group, place, spectra });
      return;
    }
    if (sample.group !== group) {
      throw new InputError(
        `${path}, ${unit} ${place}, column group: sample ${name} is in ` +
          `"${group}" here and in "${sample.group}" in ${unit} ${sample.place}`,
      );
    }
    const twin = hasReplicates &&
      sample.spectra.find((other) => other.replicate === replicate);
    if (twin) {
      throw new InputError(
        `${path}, ${unit} ${place}: replicate ${replicate} of sample ${name} ` +
          `stands twice, first in ${unit} ${twin.place}`,
      );
    }
    sample.spectra.push({ replicate, place, row });
  }

  function order(): number[] {
    if (replicates === "refuse") {
      const counts = new Map(
        [...samples].map(([name, { spectra, place }]) => [
          name,
          { count: spectra.length, place: `${unit} ${place}` },
        ]),
      );
      refuseUneven({ path, counts });
    }
    const found = [...samples.values()];
    const ranks = hasReplicates ? rankReplicates(found) : undefined;
    return found.flatMap(({ spectra }) =>
      (ranks
        ? spectra.toSorted((a, b) =>
          ranks.get(a.replicate)! - ranks.get(b.replicate)!
        )
        : spectra).map(({ row }) => row)
    );
  }

  function finish(
    reflectance: Float64Array,
    wavelengths: Float64Array,
  ): SpectraSet {
    reorderRows(reflectance, wavelengths.length, order());
    const found = [...samples.values()];
    const counts = countsOf();
    const uneven = counts.some((count) => count !== counts[0]);
    // The mean is asked for, not only where numbers differ: new samples are
    // treated as those of the run were.
    const changes = replicates === "average"
      ? counts.some((count) => count > 1)
      : uneven && replicates === "first";
    const even = changes && replicates !== "refuse"
      ? evenOut(reflectance, wavelengths.length, { counts, policy: replicates })
      : { reflectance, replicates: counts[0] };
    return {
      samples: [...samples.keys()],
      replicates: even.replicates,
      groups: hasGroups ? found.map(({ group }) => group) : null,
      wavelengths,
      reflectance: even.reflectance,
    };
  }
}

/**
 * Ranks the replicates of the whole file, not of each sample: a replicate is
 * a channel, and must be the same one for every sample.
 */
function rankReplicates(samples: readonly Sample[]): Map<string, number> {
  const rows = samples.flatMap(({ spectra }) => spectra)
    .toSorted((a, b) => a.row - b.row);
  const names = [...new Set(rows.map(({ replicate }) => replicate))];
  if (names.every((name) => /^\d+$/.test(name))) {
    names.sort((a, b) => Number(a) - Number(b));
  }
  return new Map(names.map((name, rank) => [name, rank]));
}
