// What stands behind the lines of spectra: areas between percentiles, splices.
import type { Series } from "./spectra_series.ts";
import { COLORS, type LayerSpec } from "./theme.ts";

/** One wavelength of an area. */
export interface AreaRow {
  /** The wavelength. */
  readonly nm: number;
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
  /** What the legend calls it. */
  readonly series: string;
  /** Different for every piece without a gap. */
  readonly line: string;
}

/**
 * Rows of the areas between percentiles: the wide one first, the narrow one
 * over it.
 *
 * @param series What is drawn; series without percentiles have no areas.
 */
export function areas(
  series: readonly Series[],
): { readonly opacity: number; readonly values: AreaRow[] }[] {
  return [
    { key: "outer" as const, opacity: 0.18 },
    { key: "inner" as const, opacity: 0.3 },
  ].map(({ key, opacity }) => ({
    opacity,
    values: series.flatMap(({ name, line, bands }) =>
      bands.map((band) => ({
        nm: band.nm,
        low: band[key][0],
        high: band[key][1],
        series: name,
        line,
      }))
    ),
  })).filter(({ values }) => values.length > 0);
}

/**
 * Dashed lines where detectors meet, each with its wavelength.
 *
 * @param splices In nm.
 * @param range Ends of the axis; splices outside are left out.
 */
export function spliceMarks(
  splices: readonly number[],
  [low, high]: readonly [number, number],
): LayerSpec[] {
  const values = splices.filter((nm) => nm > low && nm < high)
    .map((nm) => ({ nm, label: `splice ${nm} nm` }));
  if (values.length === 0) return [];
  const x = { field: "nm", type: "quantitative" } as const;
  return [
    {
      data: { values },
      mark: { type: "rule", color: COLORS.faint, strokeDash: [4, 3] },
      encoding: { x },
    },
    {
      data: { values },
      mark: {
        type: "text",
        align: "left",
        baseline: "top",
        dx: 4,
        dy: 4,
        fontSize: 10,
        color: COLORS.faint,
      },
      encoding: {
        x,
        y: { value: 0 },
        text: { field: "label", type: "nominal" },
      },
    },
  ];
}
