/** The part of fft.js 4.0.4 that is used here. Sizes are powers of two; complex arrays are interleaved. */
export default class FFT {
  constructor(size: number);
  readonly size: number;
  createComplexArray(): number[];
  realTransform(out: ArrayLike<number>, data: ArrayLike<number>): void;
  transform(out: ArrayLike<number>, data: ArrayLike<number>): void;
}
