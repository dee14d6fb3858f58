import {
  assertClose,
  caseName,
  type ConvCase,
  convSize,
  forEachPair,
  gpuTest,
  numbers,
  runKernel,
  TUNINGS,
} from "./webgpu_support.ts";

const CASES: readonly ConvCase[] = [
  {
    input: [3, 9, 5, 16],
    kernel: [1, 1],
    out: 24,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [2, 7, 5, 6],
    kernel: [1, 1],
    out: 10,
    strides: [1, 1],
    pad: "same",
  },
  { input: [2, 6, 5, 8], kernel: [1, 1], out: 7, strides: [2, 2], pad: "same" },
  {
    input: [3, 13, 9, 5],
    kernel: [3, 3],
    out: 32,
    strides: [2, 2],
    pad: "same",
  },
  {
    input: [2, 8, 6, 4],
    kernel: [3, 3],
    out: 28,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [2, 9, 8, 3],
    kernel: [3, 2],
    out: 5,
    strides: [3, 2],
    pad: "valid",
  },
  {
    input: [40, 12, 9, 8],
    kernel: [3, 3],
    out: 4,
    strides: [1, 2],
    pad: "same",
  },
  { input: [1, 1, 1, 1], kernel: [1, 1], out: 1, strides: [1, 1], pad: "same" },
  {
    input: [2, 3, 3, 37],
    kernel: [1, 1],
    out: 52,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [70, 5, 5, 20],
    kernel: [1, 1],
    out: 36,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [7, 3, 5, 17],
    kernel: [1, 1],
    out: 96,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [7, 11, 3, 96],
    kernel: [1, 1],
    out: 24,
    strides: [1, 1],
    pad: "same",
  },
  // so many rows that tiles are large and sums have many chunks
  {
    input: [64, 24, 23, 4],
    kernel: [1, 1],
    out: 3,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [64, 23, 23, 1],
    kernel: [1, 1],
    out: 8,
    strides: [1, 1],
    pad: "same",
  },
];

const DEPTHWISE: readonly ConvCase[] = [
  { input: [3, 9, 5, 8], kernel: [3, 3], out: 8, strides: [1, 1], pad: "same" },
  {
    input: [2, 13, 3, 12],
    kernel: [3, 3],
    out: 12,
    strides: [2, 2],
    pad: "same",
  },
  {
    input: [2, 10, 12, 5],
    kernel: [3, 3],
    out: 5,
    strides: [2, 2],
    pad: "same",
  },
  {
    input: [2, 9, 11, 7],
    kernel: [3, 2],
    out: 7,
    strides: [1, 1],
    pad: "valid",
  },
  {
    input: [1, 11, 7, 3],
    kernel: [5, 5],
    out: 3,
    strides: [3, 3],
    pad: "same",
  },
  {
    input: [70, 6, 2, 4],
    kernel: [3, 3],
    out: 4,
    strides: [1, 1],
    pad: "same",
  },
  { input: [1, 1, 1, 1], kernel: [3, 3], out: 1, strides: [1, 1], pad: "same" },
  {
    input: [7, 17, 2, 24],
    kernel: [3, 3],
    out: 24,
    strides: [1, 1],
    pad: "same",
  },
  {
    input: [64, 7, 5, 17],
    kernel: [3, 3],
    out: 17,
    strides: [2, 2],
    pad: "same",
  },
  {
    input: [1, 65, 5, 96],
    kernel: [3, 3],
    out: 96,
    strides: [2, 2],
    pad: "same",
  },
  // so many rows that a workgroup does several tiles in turn
  {
    input: [64, 66, 9, 4],
    kernel: [3, 3],
    out: 4,
    strides: [1, 1],
    pad: "same",
  },
];

for (const tuning of TUNINGS) {
  gpuTest(
    "Conv2D and its gradients are those of a naive convolution",
    tuning,
    async () => {
      for (const [i, testCase] of CASES.entries()) await conv(testCase, i + 1);
    },
  );
  gpuTest(
    "DepthwiseConv2dNative and its gradients are those of a naive convolution",
    tuning,
    async () => {
      for (const [i, each] of DEPTHWISE.entries()) await depthwise(each, i + 1);
    },
  );
}

async function conv(testCase: ConvCase, seed: number) {
  const { input, kernel, out, strides, pad } = testCase;
  const channels = input[3];
  const { outHeight, outWidth } = convSize(testCase);
  const x = numbers(input, seed);
  const filter = numbers([...kernel, channels, out], seed + 50);
  const dy = numbers([input[0], outHeight, outWidth, out], seed + 100);
  const bias = numbers([out], seed + 150);
  const y = new Float64Array(dy.data.length);
  const dx = new Float64Array(x.data.length);
  const dfilter = new Float64Array(filter.data.length);
  forEachPair(testCase, (from, to, tap) => {
    for (let c = 0; c < channels; c++) {
      for (let k = 0; k < out; k++) {
        const w = (tap * channels + c) * out + k;
        y[to * out + k] += x.data[from * channels + c] * filter.data[w];
        dx[from * channels + c] += dy.data[to * out + k] * filter.data[w];
        dfilter[w] += x.data[from * channels + c] * dy.data[to * out + k];
      }
    }
  });
  const attributes = {
    strides: [...strides],
    pad,
    dataFormat: "NHWC",
    dilations: [1, 1],
  };
  const name = caseName(testCase);
  const [forward] = await runKernel("Conv2D", { x, filter }, attributes);
  assertClose(forward, y, `Conv2D ${name}`);
  const [fused] = await runKernel("FusedConv2D", { x, filter, bias }, {
    ...attributes,
    activation: "relu6",
  });
  const activated = y.map((v, i) =>
    Math.min(6, Math.max(0, v + bias.data[i % out]))
  );
  assertClose(fused, activated, `FusedConv2D ${name}`);
  const [filterGradient] = await runKernel("Conv2DBackpropFilter", { x, dy }, {
    ...attributes,
    filterShape: [...kernel, channels, out],
  });
  assertClose(filterGradient, dfilter, `Conv2DBackpropFilter ${name}`);
  const [inputGradient] = await runKernel(
    "Conv2DBackpropInput",
    { dy, filter },
    { ...attributes, inputShape: [...input] },
  );
  assertClose(inputGradient, dx, `Conv2DBackpropInput ${name}`);
}

async function depthwise(testCase: ConvCase, seed: number) {
  const { input, kernel, strides, pad } = testCase;
  const channels = input[3];
  const { outHeight, outWidth } = convSize(testCase);
  const filterShape = [...kernel, channels, 1];
  const x = numbers(input, seed);
  const filter = numbers(filterShape, seed + 50);
  const dy = numbers([input[0], outHeight, outWidth, channels], seed + 100);
  const y = new Float64Array(dy.data.length);
  const dx = new Float64Array(x.data.length);
  const dfilter = new Float64Array(filter.data.length);
  forEachPair(testCase, (from, to, tap) => {
    for (let c = 0; c < channels; c++) {
      const [i, o, w] = [from, to, tap].map((at) => at * channels + c);
      y[o] += x.data[i] * filter.data[w];
      dx[i] += dy.data[o] * filter.data[w];
      dfilter[w] += x.data[i] * dy.data[o];
    }
  });
  const attributes = {
    strides: [...strides],
    pad,
    dataFormat: "NHWC",
    dilations: [1, 1],
  };
  const name = caseName(testCase);
  const [forward] = await runKernel(
    "DepthwiseConv2dNative",
    { x, filter },
    attributes,
  );
  assertClose(forward, y, `DepthwiseConv2dNative ${name}`);
  const [filterGradient] = await runKernel(
    "DepthwiseConv2dNativeBackpropFilter",
    { x, dy },
    { ...attributes, filterShape },
  );
  assertClose(filterGradient, dfilter, `depthwise filter gradient ${name}`);
  const [inputGradient] = await runKernel(
    "DepthwiseConv2dNativeBackpropInput",
    { dy, filter },
    { ...attributes, inputShape: [...input] },
  );
  assertClose(inputGradient, dx, `depthwise input gradient ${name}`);
}
