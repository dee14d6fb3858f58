// Numbers of the kernels, as `run` of assembly/index.ts has them.

/** Which kernel a job runs. */
export const Kernel = {
  pack: 1,
  product: 2,
  patchProduct: 3,
  patchProductBack: 4,
  columnProduct: 5,
  addPartials: 6,
  depthwise: 7,
  depthwiseFilter: 8,
  momentSums: 9,
  moments: 10,
  coefficients: 11,
  normalize: 12,
  gradientSums: 13,
  gradientCoefficients: 14,
  gradient: 15,
  columnSums: 16,
  add: 17,
  rectify: 18,
  adam: 19,
} as const;
