// Which columns of a table name its rows: sample, replicate and group, by the
// names that people give them. What was taken is said.
import { InputError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { bandColumns, rivalColumns } from "./find_bands.ts";

/** Places of the columns that name rows. */
export interface KeyPlaces {
  /** Of the samples' names. */
  readonly sample?: number;
  /** Of the replicates' names. */
  readonly replicate?: number;
  /** Of the groups' names. */
  readonly group?: number;
  /** What was found, where it is not called as expected. */
  readonly notes: readonly string[];
}

/** Names without case and signs, the likelier ones first. */
const SAMPLE = [
  ...["", "s", "id", "ids", "name", "names", "no", "nr", "number", "num"],
  ...["code", "codes", "key", "label", "identifier", "nummer"],
].map((end) => `sample${end}`).concat(
  ["idsample", "soilsample", "soilsampleid", "specimen", "specimenid"],
  ["labid", "labno", "labnr", "labnumber", "labcode", "id", "ids"],
  ["probe", "probenid", "probennr", "probennummer", "probenname"],
  ["muestra", "idmuestra", "amostra", "idamostra", "amostras"],
  ["echantillon", "échantillon"],
);
const REPLICATE = ["replicate", "replicates", "rep", "replicateid"]
  .concat(["replicateno", "replicatenr", "replicatenumber", "replica"]);
const GROUP = ["group", "groups", "groupid", "groupname"];

/** A name without case and what separates its words. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Finds the columns that name rows.
 *
 * @param names Names of all columns.
 * @param options The file, for messages, and the column that was asked for.
 * @throws {InputError} If a column stands twice, or the one asked for is
 * misspelt or neither it nor any usual one is there.
 */
export function keyColumns(
  names: readonly string[],
  { path, sampleColumn }: {
    readonly path: string;
    readonly sampleColumn?: string;
  },
): KeyPlaces {
  const notes: string[] = [];
  const sample = sampleColumn !== undefined && names.includes(sampleColumn)
    ? onlyOne(names, sampleColumn, path)
    : usual(names, SAMPLE, path);
  if (sampleColumn !== undefined && !names.includes(sampleColumn)) {
    refuseMisspelt(names, { sampleColumn, sample, path });
  }
  const replicate = usual(names, REPLICATE, path);
  const group = usual(names, GROUP, path);
  const found = { sample, replicate, group };
  for (const [key, at] of Object.entries(found)) {
    if (at === undefined || [key, `${key}s`].includes(names[at])) continue;
    notes.push(`${key}s by the column "${names[at]}"`);
  }
  return { ...found, notes };
}

/**
 * Says which columns a reader must keep to name rows: all that are no numbers
 * if rows are to be numbered, to see whether one of them names them.
 *
 * @param names Names of all columns.
 * @param keys What {@linkcode keyColumns} found.
 * @param options Places of columns whose numbers are read; whether all further
 * columns that are no wavelengths are kept, too.
 */
export function columnsToKeep(
  names: readonly string[],
  { sample, replicate, group }: KeyPlaces,
  { rowPrefix, taken, further = false }: {
    readonly rowPrefix?: string;
    readonly taken: ReadonlySet<number>;
    readonly further?: boolean;
  },
): number[] {
  const numbered = sample === undefined && rowPrefix !== undefined;
  const bands = new Set(bandColumns(names));
  const sets = new Set(rivalColumns(names, bands.size));
  return names.flatMap((name, at) => {
    if (taken.has(at)) return [];
    const isKey = at === sample || at === replicate || at === group ||
      (at === 0 && name === "");
    const isWanted = isKey || (numbered && !bands.has(at)) ||
      (further && !sets.has(at) && name !== "");
    return isWanted ? [at] : [];
  });
}

/** Letters of a word for which likeness says little. */
const SHORT = 4;

/** A column of the names asked for is often in one of two files alone. */
function refuseMisspelt(
  names: readonly string[],
  { sampleColumn, sample, path }: {
    sampleColumn: string;
    sample?: number;
    path: string;
  },
): void {
  const others = names.filter((_, at) => at !== sample);
  const near = nearest(sampleColumn, others);
  // Of short words half is soon alike.
  const sure = sample === undefined || sampleColumn.length > SHORT;
  const guess = sure ? near : undefined;
  if (sample !== undefined && guess === undefined) return;
  throw new InputError(
    `${path}: has no column "${sampleColumn}" for the samples' names` +
      (guess === undefined
        ? `; it has ${listed(names)}`
        : `; is "${guess}" meant?`),
  );
}

function usual(
  names: readonly string[],
  wanted: readonly string[],
  path: string,
): number | undefined {
  if (names.includes(wanted[0])) return onlyOne(names, wanted[0], path);
  let best: number | undefined;
  let least = wanted.length;
  const ranks = names.map((name) => wanted.indexOf(bareName(name)));
  ranks.forEach((rank, at) => {
    if (rank >= 0 && rank < least) [best, least] = [at, rank];
  });
  if (best === undefined) return undefined;
  const twin = ranks.indexOf(least, best + 1);
  if (twin < 0) return best;
  throw new InputError(
    `${path}: has the columns "${names[best]}" and "${names[twin]}"; ` +
      `expected one for each ${wanted[0]}` +
      (wanted === SAMPLE ? ", which data.sample_column can say" : ""),
  );
}

/** The place of a column; twice is refused. */
function onlyOne(names: readonly string[], name: string, path: string): number {
  const at = names.indexOf(name);
  const again = names.indexOf(name, at + 1);
  if (again < 0) return at;
  throw new InputError(
    `${path}: column "${name}" stands twice, as column ${at + 1} and ` +
      `${again + 1}`,
  );
}

/** Names that a message lists. */
const LISTED = 8;

/** The first of some names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).map((name) => name || '""').join(", ") +
    (more > 0 ? ` and ${more} more` : "");
}
