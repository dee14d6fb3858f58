// One spectrum over its spectrogram, as Code S1's `draw_spec` draws them:
// reflectance by wavelength, and below, in line with it, the logarithm of the
// spectrogram by frequency and by where its frames are in the spectrum.
import {
  COLORS,
  type FigureLabel,
  type FigureSpec,
  figureTitle,
  NUMBER_FORMAT,
  THEME,
} from "./theme.ts";

/** A spectrogram and where its cells are. */
export interface FigureSpectrogram {
  /** Number of frequency bins. */
  readonly bins: number;
  /** Number of frames. */
  readonly frames: number;
  /** Values in C order `[bins, frames]`. */
  readonly values: ArrayLike<number>;
  /** Bands in a segment. */
  readonly segment: number;
  /** Bands from one segment to the next. */
  readonly step: number;
  /** Points of the Fourier transform. */
  readonly nfft: number;
  /** What a value is. */
  readonly quantity: "PSD" | "power" | "magnitude";
  /** Whether values are scaled to 0..1. */
  readonly normalized: boolean;
  /** Scale of the values; linear ones are drawn as their logarithm. */
  readonly scale: "linear" | "log10";
}

/** What the figure is drawn from. */
export interface WaveformSpectrogramFigure extends FigureLabel {
  /** Name of the sample. */
  readonly sample: string;
  /** Which of its replicates, from 1; left out where there is one only. */
  readonly replicate?: number;
  /** Wavelengths of the bands in nm, increasing. */
  readonly wavelengths: ArrayLike<number>;
  /** Whether pre-treatments made the values something else than 0 to 1. */
  readonly treated?: boolean;
  /** What the values were before any treatment; reflectance if not given. */
  readonly value?: "reflectance" | "absorbance";
  /** Value of each band. */
  readonly reflectance: ArrayLike<number>;
  /** Its spectrogram. */
  readonly spectrogram: FigureSpectrogram;
}

const WIDTH = 640;
const WAVEFORM_HEIGHT = 170;
/** The heat map is about as high, in whole pixels per bin. */
const HEAT_HEIGHT = 258;
/** `np.finfo(float).eps`, which draw_spec adds ahead of the logarithm. */
const EPSILON = Number.EPSILON;

const VALUES = {
  reflectance: { name: "Reflectance", axis: "Reflectance (0\u20131)" },
  absorbance: { name: "Absorbance", axis: "Absorbance log10(1/R)" },
} as const;

/**
 * Draws a spectrum and its spectrogram.
 *
 * @param figure Spectrum, spectrogram and what the run was.
 * @returns A Vega-Lite specification of two panels with one wavelength axis.
 * @throws {RangeError} If lengths do not fit each other.
 */
export function waveformSpectrogramFigure(
  figure: WaveformSpectrogramFigure,
): FigureSpec {
  const { sample, replicate, wavelengths, reflectance, spectrogram } = figure;
  const { value = "reflectance", treated } = figure;
  const quantity = treated ? `Pre-treated ${value}` : VALUES[value].name;
  const { bins, frames, values } = spectrogram;
  if (
    reflectance.length !== wavelengths.length || wavelengths.length < 2 ||
    values.length !== bins * frames
  ) {
    throw new RangeError(
      `Figure has ${wavelengths.length} wavelengths, ${reflectance.length} ` +
        `reflectances and ${values.length} values, must have two or more of ` +
        `the first, as many of the second and ${bins} x ${frames} values`,
    );
  }
  const which = replicate === undefined ? "" : `, replicate ${replicate}`;
  const heat = heatMap(figure);
  const x = {
    type: "quantitative" as const,
    title: "Wavelength (nm)",
    scale: {
      domain: [
        Math.min(wavelengths[0], heat.from),
        Math.max(wavelengths[wavelengths.length - 1], heat.to),
      ],
      nice: false,
      zero: false,
    },
    axis: { format: "d", grid: false, tickCount: 10 },
  };
  const pixels = Math.max(1, Math.round(HEAT_HEIGHT / bins));
  return {
    config: THEME,
    title: figureTitle(
      `${quantity} and spectrogram of ${sample}${which}`,
      figure,
    ),
    spacing: 14,
    vconcat: [
      {
        width: WIDTH,
        height: WAVEFORM_HEIGHT,
        data: {
          values: Array.from(wavelengths, (wavelength, band) => ({
            wavelength,
            reflectance: reflectance[band],
          })),
        },
        mark: { type: "line", color: COLORS.train, strokeWidth: 1.5 },
        encoding: {
          x: { ...x, field: "wavelength", title: null },
          y: {
            field: "reflectance",
            type: "quantitative",
            title: treated ? quantity : VALUES[value].axis,
            scale: { zero: false, nice: true },
            axis: { tickCount: 5, format: NUMBER_FORMAT },
          },
        },
      },
      {
        width: WIDTH,
        height: pixels * bins,
        data: { values: heat.cells },
        mark: { type: "rect", clip: true },
        encoding: {
          x: { ...x, field: "x" },
          x2: { field: "x2" },
          y: {
            field: "y",
            type: "quantitative",
            title: `Frequency (cycles/${heat.unit})`,
            scale: { domain: heat.frequencies, nice: false, zero: false },
            axis: { grid: false, tickCount: 5 },
          },
          y2: { field: "y2" },
          color: {
            field: "value",
            type: "quantitative",
            title: colorTitle(spectrogram),
            scale: { scheme: "viridis", domain: heat.range, clamp: true },
            legend: {
              gradientLength: pixels * bins - 50,
              tickCount: 6,
              format: NUMBER_FORMAT,
            },
          },
        },
      },
    ],
    resolve: { scale: { color: "independent" } },
  };
}

function heatMap(
  { wavelengths, spectrogram }: WaveformSpectrogramFigure,
) {
  const { bins, frames, values, segment, step, nfft, scale } = spectrogram;
  const spacing = evenSpacing(wavelengths);
  const perUnit = 1 / (nfft * (spacing ?? 1));
  const edge = (frame: number) =>
    wavelengthAt(wavelengths, (segment - step - 1) / 2 + frame * step);
  const shown = Float64Array.from(
    { length: bins * frames },
    (_, at) => scale === "log10" ? values[at] : Math.log(values[at] + EPSILON),
  );
  const cells = [];
  for (let bin = 0; bin < bins; bin++) {
    for (let frame = 0; frame < frames; frame++) {
      cells.push({
        x: edge(frame),
        x2: edge(frame + 1),
        y: (bin - 0.5) * perUnit,
        y2: (bin + 0.5) * perUnit,
        value: shown[bin * frames + frame],
      });
    }
  }
  return {
    cells,
    from: edge(0),
    to: edge(frames),
    frequencies: [-0.5 * perUnit, (bins - 0.5) * perUnit],
    range: colorRange(values, shown, scale),
    unit: spacing === null ? "band" : "nm",
  };
}

/**
 * Least and greatest value shown. Normalisation leaves an exact zero, whose
 * logarithm (-36) would take half the colours for one cell: zeros get the
 * colour of the least positive value.
 */
function colorRange(
  values: ArrayLike<number>,
  shown: Float64Array,
  scale: "linear" | "log10",
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  shown.forEach((value, at) => {
    if (scale === "linear" && !(values[at] > 0)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  if (!(low < high)) return [Math.min(low, 0) - 1, Math.max(high, 0)];
  return [low, high];
}

/** Distance of the bands in nm, or null where it is not the same everywhere. */
function evenSpacing(wavelengths: ArrayLike<number>): number | null {
  const last = wavelengths.length - 1;
  const spacing = (wavelengths[last] - wavelengths[0]) / last;
  for (let band = 1; band <= last; band++) {
    const own = wavelengths[band] - wavelengths[band - 1];
    if (Math.abs(own - spacing) > 1e-6 * spacing) return null;
  }
  return spacing;
}

/** Wavelength of a place between bands, or beyond them in their spacing. */
function wavelengthAt(wavelengths: ArrayLike<number>, place: number): number {
  const last = wavelengths.length - 1;
  const band = Math.min(Math.max(Math.floor(place), 0), last - 1);
  const spacing = wavelengths[band + 1] - wavelengths[band];
  return wavelengths[band] + (place - band) * spacing;
}

function colorTitle(
  { quantity, normalized, scale }: FigureSpectrogram,
): string[] {
  const base = scale === "log10" ? "log₁₀" : "log";
  return normalized
    ? [`${base} ${quantity},`, "min\u2013max normalised"]
    : [`${base} ${quantity}`];
}
