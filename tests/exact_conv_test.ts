import {
  assertNear,
  type ConvCase,
  convolutionTerms,
  kernel,
  numbers,
  withExact,
} from "./exact_support.ts";

const CASES: ConvCase[] = [];
let turn = 0;
for (const channels of [1, 3, 5, 7, 8, 24]) {
  for (
    const kernel of [[1, 1], [3, 3], [2, 3], [5, 1]] as [number, number][]
  ) {
    for (const stride of [1, 2, 3]) {
      turn++;
      CASES.push({
        batch: 1 + turn % 5,
        height: [1, 6, 9, 13][turn % 4],
        width: [5, 1, 7][turn % 3],
        channels,
        filters: [1, 5, 16, 9, 7, 12][turn % 6],
        kernel,
        strides: [stride, turn % 2 ? stride : 1],
        pad: "same",
      });
    }
  }
}
CASES.push({ ...CASES[30], height: 9, width: 7, pad: "valid" });
CASES.push({
  ...CASES[4],
  height: 11,
  width: 9,
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [2, 3],
});
CASES.push({ ...CASES[20], height: 70, width: 5, batch: 3, channels: 17 });

function attributesOf(c: ConvCase) {
  return {
    strides: c.strides,
    pad: c.pad,
    dataFormat: "NHWC",
    dilations: c.dilations ?? [1, 1],
  };
}

function check(c: ConvCase, depthwise: boolean) {
  const names = depthwise
    ? [
      "DepthwiseConv2dNative",
      "DepthwiseConv2dNativeBackpropFilter",
      "DepthwiseConv2dNativeBackpropInput",
    ]
    : ["Conv2D", "Conv2DBackpropFilter", "Conv2DBackpropInput"];
  const inputShape = [c.batch, c.height, c.width, c.channels];
  const filterShape = [...c.kernel, c.channels, depthwise ? 1 : c.filters];
  const x = numbers(inputShape, 1);
  const filter = numbers(filterShape, 2);
  const outShape = convolutionTerms(c, depthwise, () => {});
  const dy = numbers(outShape, 3);
  const y = new Float64Array(dy.values.length);
  const dx = new Float64Array(x.values.length);
  const dw = new Float64Array(filter.values.length);
  convolutionTerms(c, depthwise, (o, i, w) => {
    y[o] += x.values[i] * filter.values[w];
    dx[i] += dy.values[o] * filter.values[w];
    dw[w] += dy.values[o] * x.values[i];
  });
  const attributes = attributesOf(c);
  const what = JSON.stringify(c);
  assertNear(kernel(names[0], { x, filter }, attributes)[0], y, what);
  assertNear(
    kernel(names[1], { x, dy }, { ...attributes, filterShape })[0],
    dw,
    `filter ${what}`,
  );
  assertNear(
    kernel(names[2], { dy, filter }, { ...attributes, inputShape })[0],
    dx,
    `input ${what}`,
  );
}

Deno.test("exact: convolution and its gradients agree with float64 loops", () =>
  withExact(2, () => CASES.forEach((c) => check(c, false))));

Deno.test("exact: depthwise convolution and its gradients agree with float64 loops", () =>
  withExact(2, () => CASES.forEach((c) => check(c, true))));

Deno.test("exact: fused convolutions add the bias, then apply ReLU or ReLU6", () =>
  withExact(2, () => {
    for (const depthwise of [false, true]) {
      for (const activation of ["linear", "relu", "relu6", "elu"]) {
        for (const c of [CASES[4], CASES[13], CASES[24]]) {
          const x = numbers([c.batch, c.height, c.width, c.channels], 1);
          const last = depthwise ? 1 : c.filters;
          const filter = numbers([...c.kernel, c.channels, last], 2);
          filter.values.forEach((_, i, all) => all[i] *= 4);
          const bias = numbers([depthwise ? c.channels : c.filters], 3);
          const wanted: number[] = [];
          const shape = convolutionTerms(c, depthwise, (o, i, w) => {
            wanted[o] = (wanted[o] ?? 0) + x.values[i] * filter.values[w];
          });
          const y = Array.from(wanted, (sum, i) => {
            const value = sum + bias.values[i % shape[3]];
            if (activation === "linear") return value;
            if (activation === "elu") {
              return value > 0 ? value : Math.expm1(value);
            }
            return Math.min(
              Math.max(value, 0),
              activation === "relu6" ? 6 : 99,
            );
          });
          const name = depthwise ? "FusedDepthwiseConv2D" : "FusedConv2D";
          const [found] = kernel(name, { x, filter, bias }, {
            ...attributesOf(c),
            activation,
          });
          assertNear(found, y, `${name} ${activation}`);
        }
      }
    }
  }));
