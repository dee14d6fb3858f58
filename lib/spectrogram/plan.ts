// A plan is everything about a spectrogram that does not depend on the spectrum: how it is cut into segments, the
// window, the factors of the bins. It is plain data. What is made from it depends on nothing but plan and spectra, one
// spectrum at a time, so ranges of spectra may be cut and dealt out (to Workers too) as one likes: same numbers.

/** What to subtract from every segment: nothing, its mean, or its least-squares line. */
export type Detrend = "none" | "constant" | "linear";

/** One way to make a spectrogram from a spectrum of a given length. Made by `scipyPlan` and `tensorflowPlan`. */
export interface SpectrogramPlan {
  /** Points that a spectrum has. */
  readonly points: number;
  /** Points that are analysed: a longer spectrum is cut, a shorter one gets zeros at its end. */
  readonly length: number;
  /** Whether the spectrum is rounded to float32 first, as TensorFlow does. */
  readonly float32: boolean;
  /** Points of a segment (SciPy's nperseg as it is used, TensorFlow's frame_length). */
  readonly segment: number;
  /** Points from the start of one segment to the start of the next. */
  readonly step: number;
  /** Points of the Fourier transform; segments are padded with zeros to it. */
  readonly nfft: number;
  /** Frequency bins, floor(nfft / 2) + 1. */
  readonly bins: number;
  /** Time frames: segments that fit into `length`. */
  readonly frames: number;
  /** What is subtracted from a segment ahead of the window. */
  readonly detrend: Detrend;
  /** Weights of a segment's points. */
  readonly window: Float64Array;
  /** Whether a value is the squared modulus (power) or the modulus (magnitude) of the transform. */
  readonly power: boolean;
  /** Factor of each bin's values. */
  readonly factors: Float64Array;
  /** Frequency of each bin, in cycles per unit of `1 / fs`. */
  readonly frequencies: Float64Array;
  /** Centre of each frame, in points divided by `fs`. */
  readonly times: Float64Array;
}

/** A spectrogram with its axes. */
export interface Spectrogram {
  /** Frequency of each bin. */
  readonly frequencies: Float64Array;
  /** Centre of each frame. */
  readonly times: Float64Array;
  /** Values in C order, `[bins, frames]`. */
  readonly values: Float64Array;
}
