// Savitzky-Golay smoothing and derivatives.
export { sgg } from "npm:ml-savitzky-golay-generalized@5.0.0";
