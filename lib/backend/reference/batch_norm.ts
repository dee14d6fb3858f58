// Batch normalization over all axes but the last (Ioffe & Szegedy 2015), with
// ReLU6 after it if asked for. Sums and arithmetic are in float64.
import type {
  KernelAttributes,
  KernelInputs,
  Values,
} from "./reference_kernel.ts";

/** `[y, mean, biased variance]`. */
export function batchNormTrain(
  inputs: KernelInputs,
  attributes: KernelAttributes,
): Values[] {
  const { x, gamma } = inputs;
  const channels = gamma.values.length;
  const rows = x.values.length / channels;
  const mean = columnSums(channels, x.values, (value) => value / rows);
  const variance = columnSums(
    channels,
    x.values,
    (value, c) => (value - mean[c]) ** 2 / rows,
  );
  const shape = [channels];
  const stored = {
    mean: { shape, values: Float32Array.from(mean) },
    variance: { shape, values: Float32Array.from(variance) },
  };
  const [y] = batchNormInference({ ...inputs, ...stored }, attributes);
  return [y, stored.mean, stored.variance];
}

/** `[gamma·(x − mean)/sqrt(variance + epsilon) + beta]`. */
export function batchNormInference(
  inputs: KernelInputs,
  attributes: KernelAttributes,
): Values[] {
  const { x } = inputs;
  const { normalized, output } = formula(inputs, attributes.epsilon);
  const values = x.values.map((value, i) => {
    const y = output(normalized(value, i), i);
    return attributes.relu6 ? Math.min(Math.max(y, 0), 6) : y;
  });
  return [{ shape: x.shape, values }];
}

/** `[dx, dgamma, dbeta]`; the mask of ReLU6 is 0 < y < 6. */
export function batchNormTrainGrad(
  inputs: KernelInputs,
  attributes: KernelAttributes,
): Values[] {
  const { dy, x, gamma, variance } = inputs;
  const { epsilon, relu6 } = attributes;
  const channels = gamma.values.length;
  const rows = x.values.length / channels;
  const { normalized, output } = formula(inputs, epsilon);
  const masked = dy.values.map((value, i) => {
    const y = output(normalized(x.values[i], i), i);
    return relu6 && !(y > 0 && y < 6) ? 0 : value;
  });
  const dbeta = columnSums(channels, masked, (value) => value);
  const dgamma = columnSums(
    channels,
    masked,
    (value, _c, i) => value * normalized(x.values[i], i),
  );
  const dx = masked.map((value, i) => {
    const c = i % channels;
    const scale = gamma.values[c] / Math.sqrt(variance.values[c] + epsilon);
    const share = (dbeta[c] + normalized(x.values[i], i) * dgamma[c]) / rows;
    return scale * (value - share);
  });
  const shape = [channels];
  return [
    { shape: x.shape, values: dx },
    { shape, values: Float32Array.from(dgamma) },
    { shape, values: Float32Array.from(dbeta) },
  ];
}

function formula(
  { gamma, beta, mean, variance }: KernelInputs,
  epsilon: number,
) {
  const channels = gamma.values.length;
  const inverse = Float64Array.from(
    variance.values,
    (value) => 1 / Math.sqrt(value + epsilon),
  );
  return {
    normalized: (value: number, i: number) =>
      (value - mean.values[i % channels]) * inverse[i % channels],
    output: (value: number, i: number) =>
      gamma.values[i % channels] * value + beta.values[i % channels],
  };
}

function columnSums(
  channels: number,
  values: Float32Array,
  term: (value: number, c: number, i: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    const c = i % channels;
    sums[c] += term(values[i], c, i);
  }
  return sums;
}
