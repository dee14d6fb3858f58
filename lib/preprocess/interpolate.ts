// Spectra at other wavelengths: between neighbours, nothing beyond the ends.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { naturalSpline } from "./natural_spline.ts";
import { countRows } from "./rows.ts";

/**
 * Interpolates spectra.
 *
 * @param set Spectra on wavelengths of any spacing.
 * @param wavelengths Where they are wanted, in nm, increasing, within those of
 * the set.
 * @param interpolation `linear` is `numpy.interp`; `cubic` is
 * `scipy.interpolate.CubicSpline` with `bc_type="natural"`.
 * @returns A new set on those wavelengths.
 */
export function interpolate(
  set: SpectraSet,
  wavelengths: Float64Array,
  interpolation: "linear" | "cubic",
): SpectraSet {
  const { wavelengths: x } = set;
  const left = places(wavelengths, x);
  const rows = countRows(set);
  const reflectance = new Float64Array(rows * wavelengths.length);
  const spline = interpolation === "cubic" ? naturalSpline(x) : null;
  for (let row = 0; row < rows; row++) {
    const y = set.reflectance.subarray(row * x.length, (row + 1) * x.length);
    const second = spline?.(y);
    wavelengths.forEach((nm, band) => {
      const i = left[band];
      const width = x[i + 1] - x[i];
      const [a, b] = [x[i + 1] - nm, nm - x[i]];
      let value = y[i] + (y[i + 1] - y[i]) * (b / width);
      if (b === width) value = y[i + 1];
      if (second) {
        value -= a * b / 6 *
          ((1 + a / width) * second[i] + (1 + b / width) * second[i + 1]);
      }
      reflectance[row * wavelengths.length + band] = value;
    });
  }
  return { ...set, wavelengths, reflectance };
}

/** Index of the interval of `x` that each wavelength is in. */
function places(wavelengths: Float64Array, x: Float64Array): number[] {
  let at = 0;
  return Array.from(wavelengths, (nm) => {
    while (at < x.length - 2 && x[at + 1] <= nm) at++;
    return at;
  });
}
