// Float64 fast Fourier transform (radix 4) in JavaScript.
// @ts-types="./fft_types.d.ts"
import FFT from "npm:fft.js@4.0.4";
export { FFT };
