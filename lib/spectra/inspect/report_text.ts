// A report for people: facts line by line, then what is odd, kind by kind.
// Long lists end with a count; `--json` has all of it.
import { KINDS } from "./kinds.ts";
import { figure, nm, plain } from "./say.ts";
import type {
  Counted,
  GridReport,
  HeaderReport,
  OddityKind,
  SpectraReport,
} from "./types.ts";

/** Names, values and sentences that a list shows. */
const LISTED = 5;

/** Width of the first column. */
const WIDTH = 13;

/**
 * Writes a report as text.
 *
 * @param report What `inspectSpectra` says.
 * @returns Lines, without a line end at the end.
 */
export function reportText(report: SpectraReport): string {
  const { samples, replicates, groups, header, reflectance } = report;
  const rows: [string, string][] = [
    ["format", formatOf(report)],
    ...report.notes.map((note) => ["note", note] as [string, string]),
    ["samples", `${samples.length}: ${list(samples)}`],
    ["replicates", replicates === 1 ? "none" : `${replicates} of each sample`],
  ];
  if (report.dropped.length > 0) {
    const named = report.dropped.map(({ sample, reason }) =>
      `${sample} (${reason})`
    );
    rows.push(["left out", `${named.length}: ${list(named)}`]);
  }
  if (groups) {
    const named = groups.map(({ group, samples }) => `${group} (${samples})`);
    rows.push(["groups", `${groups.length}: ${list(named)}`]);
  }
  const { columns } = report;
  if (columns.length > 0) {
    rows.push(["columns", `${columns.length} more: ${list(columns)}`]);
  }
  rows.push(["wavelengths", gridText(report.wavelengths)]);
  if (header) rows.push(...headerRows(header, samples.length * replicates));
  if (report.taken_as !== null) rows.push(["taken as", report.taken_as]);
  rows.push([
    report.quantity,
    `${figure(reflectance.least)} to ${figure(reflectance.greatest)}, median ` +
    figure(reflectance.median),
  ]);
  return [
    plain(report.path),
    ...rows.map(([left, right]) => `  ${left.padEnd(WIDTH)}${plain(right)}`),
    ...oddityLines(report),
  ].join("\n");
}

function formatOf({ format, header }: SpectraReport): string {
  return header ? `${format}: ${several(header.formats)}` : format;
}

function gridText(
  { first_nm, last_nm, bands, step_nm, even, ...steps }: GridReport,
): string {
  if (step_nm === null) return `${nm(first_nm)} nm, 1 band`;
  return `${nm(first_nm)} to ${nm(last_nm)} nm, ${bands} bands, ` +
    (even
      ? `every ${nm(step_nm)} nm`
      : `uneven: every ${nm(steps.least_step_nm!)} to ` +
        `${nm(steps.greatest_step_nm!)} nm, ${nm(step_nm)} in the median`);
}

function headerRows(header: HeaderReport, spectra: number): [string, string][] {
  const { dates, positions } = header;
  const rows: [string, string][] = [
    ["quantity", several(header.quantities)],
    ["instrument", several(header.instruments)],
    ["serial", several(header.serials)],
    [
      "measured",
      dates === null
        ? ""
        : dates.first === dates.last
        ? dates.first
        : `${dates.first} to ${dates.last}`,
    ],
    ["position", positions === null ? "" : positionText(positions, spectra)],
    ["description", several(header.descriptions)],
    ["scans", several(header.scans)],
    [
      "splices",
      several(header.splices_nm.map(({ value, spectra }) => ({
        value: `${value.map(nm).join(" and ")} nm`,
        spectra,
      }))),
    ],
  ];
  return rows.map(([left, right]) => [left, right || "not said"]);
}

function positionText(
  { south, north, west, east, spectra }: NonNullable<HeaderReport["positions"]>,
  all: number,
): string {
  const range = (low: number, high: number, [plus, minus]: string) => {
    const one = (value: number) =>
      `${Number(Math.abs(value).toFixed(6))}° ${value < 0 ? minus : plus}`;
    return low === high ? one(low) : `${one(low)} to ${one(high)}`;
  };
  return `${range(south, north, "NS")}, ${range(west, east, "EW")}` +
    (spectra < all ? ` (${spectra} of ${all} spectra)` : "");
}

/** Values, with counts where they are several. */
function several(values: readonly Counted<string | number>[]): string {
  return values.length === 1
    ? String(values[0].value)
    : list(values.map(({ value, spectra }) => `${value} (${spectra})`));
}

/** The first of some names, and how many more there are. */
function list(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") +
    (more > 0 ? ` and ${more} more` : "");
}

function oddityLines({ oddities }: SpectraReport): string[] {
  if (oddities.length === 0) return [`  ${"odd things".padEnd(WIDTH)}none`];
  const lines = [`  ${"odd things".padEnd(WIDTH)}${oddities.length}`];
  for (const kind of Object.keys(KINDS) as OddityKind[]) {
    const said = oddities.filter((odd) => odd.kind === kind);
    if (said.length === 0) continue;
    const spectra = said.filter(({ sample }) => sample !== null);
    const distinct = new Set(
      spectra.map(({ sample, replicate }) => `${replicate} ${sample}`),
    );
    const note = distinct.size > 1 ? `, ${distinct.size} spectra` : "";
    lines.push("", `  ${KINDS[kind]}${note}`);
    for (const { says } of said.slice(0, LISTED)) lines.push(`    ${says}`);
    if (said.length > LISTED) {
      lines.push(`    and ${said.length - LISTED} more`);
    }
  }
  return lines;
}
