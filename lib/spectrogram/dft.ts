// The discrete Fourier transform of real float64 data, for any size. Powers of two go straight to fft.js; every other
// size is turned into a circular convolution of power-of-two size (Bluestein), which fft.js then does.

import { FFT } from "../third_party/fft.ts";
import { unitCircle } from "./unit_circle.ts";

/** A transform of one size, with its tables and buffers: build it once, use it for many inputs. */
export interface RealDft {
  /** Number of real points. */
  readonly size: number;
  /** Bins 0 to floor(size / 2). */
  readonly bins: number;
  /**
   * Real and imaginary parts of the bins, interleaved, valid until the next transform (numbers beyond `2 * bins` mean
   * nothing).
   */
  readonly output: Float64Array;
  /** Transforms `size` real points into `output`; the same input gives the same bits. */
  transform(input: Float64Array): void;
}

/**
 * Prepares the one-sided DFT of real input, `X[k] = sum x[n] exp(-2πi k n / size)`: what `numpy.fft.rfft` computes,
 * to rounding.
 *
 * @param size Number of points, positive integer.
 * @throws {RangeError} When the size is not a positive integer.
 *
 * @example The mean stands in bin 0
 * ```ts
 * import { realDft } from "./dft.ts";
 *
 * const dft = realDft(3);
 * dft.transform(new Float64Array([1, 2, 3]));
 * if (Math.abs(dft.output[0] - 6) > 1e-14) throw new Error("not 6");
 * ```
 */
export function realDft(size: number): RealDft {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(
      `A transform has ${size} points, must be a positive integer`,
    );
  }
  if (size === 1) return onePoint();
  return (size & (size - 1)) === 0 ? powerOfTwo(size) : bluestein(size);
}

function onePoint(): RealDft {
  const output = new Float64Array(2);
  return {
    size: 1,
    bins: 1,
    output,
    transform(input) {
      output[0] = input[0];
    },
  };
}

function powerOfTwo(size: number): RealDft {
  const fft = new FFT(size);
  const output = new Float64Array(2 * size);
  return {
    size,
    bins: size / 2 + 1,
    output,
    transform(input) {
      fft.realTransform(output, input);
    },
  };
}

/**
 * Bluestein's identity: k n = (k² + n² - (k - n)²) / 2 makes the DFT a convolution with a chirp, framed by two
 * multiplications with it.
 */
function bluestein(size: number): RealDft {
  const bins = Math.floor(size / 2) + 1;
  let padded = 2;
  // The convolution needs the lags -(size - 1) to bins - 1 without wrapping.
  while (padded < size + bins - 1) padded *= 2;
  const fft = new FFT(padded);

  // chirp[n] = exp(-iπ n² / size); n² modulo 2 size keeps the angle exact.
  const chirp = new Float64Array(2 * size);
  for (let n = 0; n < size; n++) {
    const [c, s] = unitCircle((n * n) % (2 * size), 2 * size);
    chirp[2 * n] = c;
    chirp[2 * n + 1] = -s;
  }

  // Transform of the conjugate chirp, laid around zero; 1 / padded of the inverse transform is folded in.
  const lags = new Float64Array(2 * padded);
  for (let n = 0; n < size; n++) {
    for (const at of n < bins ? [n, padded - n] : [padded - n]) {
      lags[2 * (at % padded)] = chirp[2 * n] / padded;
      lags[2 * (at % padded) + 1] = -chirp[2 * n + 1] / padded;
    }
  }
  const kernel = new Float64Array(2 * padded);
  fft.transform(kernel, lags);

  const before = new Float64Array(2 * padded);
  const after = new Float64Array(2 * padded);
  const output = new Float64Array(2 * bins);
  return {
    size,
    bins,
    output,
    transform(input) {
      for (let n = 0; n < size; n++) {
        before[2 * n] = input[n] * chirp[2 * n];
        before[2 * n + 1] = input[n] * chirp[2 * n + 1];
      }
      before.fill(0, 2 * size);
      fft.transform(after, before);
      // Conjugates on both sides make the forward transform an inverse one.
      for (let i = 0; i < 2 * padded; i += 2) {
        const re = after[i] * kernel[i] - after[i + 1] * kernel[i + 1];
        const im = after[i] * kernel[i + 1] + after[i + 1] * kernel[i];
        before[i] = re;
        before[i + 1] = -im;
      }
      fft.transform(after, before);
      for (let k = 0; k < bins; k++) {
        const re = after[2 * k];
        const im = -after[2 * k + 1];
        output[2 * k] = re * chirp[2 * k] - im * chirp[2 * k + 1];
        output[2 * k + 1] = re * chirp[2 * k + 1] + im * chirp[2 * k];
      }
    },
  };
}
