// When something counts as odd. Each limit is one number with its reason;
// those of reflectance are for fractions and grow a hundredfold for percent.

/**
 * Steps of the grid may differ by this share of their median: wavelengths
 * written with two decimals on a grid of 1 nm differ by as much.
 */
export const EVEN_SHARE = 0.011;

/**
 * A step this many times the median is a gap, as a cut water band leaves;
 * prisms and joined detectors change their step by less.
 */
export const GAP_TIMES = 5;

/**
 * Spectra whose mean is above this are no fractions: a white reference is 1,
 * and a soil in percent hardly has a mean of 2.
 */
export const FRACTION_MEAN = 2;

/** Percent end here; above are raw counts of a detector, or scaled integers. */
export const PERCENT_MOST = 150;

/** A spectrum that spans less has no feature: soils span 0.05 and more. */
export const DEAD_RANGE = 0.001;

/**
 * Bands of the greatest value in a row that make a flat top. Noise and slope
 * change every band, but at a maximum the slope is least.
 */
export const FLAT_BANDS = 8;

/**
 * Bands of any other value in a row: rounding to four decimals leaves eight and
 * more now and then where a spectrum is level.
 */
export const FILLED_BANDS = 16;

/**
 * A plateau ends with a jump of more than this many of the spectrum's smallest
 * differences. A smooth spectrum that was only rounded leaves its plateaus by
 * one to three; the half is for the rounding of float64.
 */
export const FLAT_EDGE = 3.5;

/** Exact zeros in a row: a measured reflectance is hardly ever one. */
export const ZERO_BANDS = 3;

/**
 * A step at a splice is odd when the change there differs from the median
 * change around it by more than this many standard deviations (by the median
 * absolute deviation) of the changes around it: 6 come by chance about twice in
 * 10^9 values.
 */
export const STEP_DEVIATIONS = 6;

/**
 * And it must be this large: a tenth of a percent of reflectance is below what
 * repeated measurements of one sample agree to.
 */
export const STEP_LEAST = 0.001;

/** Changes that are looked at on each side of a splice. */
export const STEP_WINDOW = 10;

/**
 * Where no file says where splices are, every band is looked at on grids up to
 * this distance in nm. Soil's absorptions are tens of nm wide: on such a grid
 * they never change from one band to the next.
 */
export const SCAN_STEP_NM = 2;

/** Spectra that are looked at to find splices, spread over the file. */
export const SCAN_SPECTRA = 100;

/** Fewer spectra cannot tell a splice from a feature of their own. */
export const SCAN_LEAST = 5;

/** Share of the spectra that must have a step at the same band. */
export const SCAN_SHARE = 0.5;

/** Share of the bands that each end of a spectrum is. */
export const END_SHARE = 0.05;

/** Fewer bands tell nothing of noise. */
export const END_BANDS = 20;

/**
 * An end is noisy from this many times the noise of the whole spectrum on.
 * Between good detectors the noise differs by two or three.
 */
export const NOISE_TIMES = 5;

/** And it must be this large, as a step must, for the same reason. */
export const NOISE_LEAST = 0.001;

/**
 * A replicate is far when its distance from its sample's median is this many
 * times the usual one in the file.
 */
export const REPLICATE_TIMES = 5;

/** And this far: sub-samples of one soil differ by 0.01 without any mistake. */
export const REPLICATE_LEAST = 0.02;
