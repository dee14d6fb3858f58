// This package's own kernels in plain JavaScript, one loop per formula, sums in
// float64: what the fast backends are tested against, and what makes stock
// TensorFlow.js "cpu" train. For backends whose values are JavaScript arrays.
import * as tf from "../../third_party/tfjs.ts";
import { adamStep } from "./adam_step.ts";
import {
  batchNormInference,
  batchNormTrain,
  batchNormTrainGrad,
} from "./batch_norm.ts";
import { biasGrad, meanSquaredErrorGrad } from "./loss.ts";
import type { ReferenceKernel } from "./reference_kernel.ts";

const KERNELS: Record<string, ReferenceKernel> = {
  AdamStep: adamStep,
  BatchNormInference: batchNormInference,
  BatchNormTrain: batchNormTrain,
  BatchNormTrainGrad: batchNormTrainGrad,
  BiasGrad: biasGrad,
  MeanSquaredErrorGrad: meanSquaredErrorGrad,
};

/** What a plain JavaScript backend of TensorFlow.js offers. */
interface ArrayBackend {
  /** What it stores of each tensor. */
  readonly data: { get(dataId: object): { readonly values: unknown } };
  /** Makes a tensor of values. */
  makeTensorInfo(
    shape: number[],
    dtype: "float32",
    values: Float32Array,
  ): tf.TensorInfo;
}

/**
 * Gives a backend the kernels that training needs beyond TensorFlow.js's own;
 * those that it has already stay.
 *
 * @param backendName A backend that stores Float32Arrays: `cpu` and what derives
 * from it.
 *
 * @example
 * ```ts
 * import * as tf from "../../third_party/tfjs.ts";
 * import { registerReferenceKernels } from "./register_reference_kernels.ts";
 *
 * registerReferenceKernels("cpu");
 * if (!tf.getKernel("AdamStep", "cpu")) throw new Error();
 * ```
 */
export function registerReferenceKernels(backendName: string): void {
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    if (tf.getKernel(kernelName, backendName)) continue;
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const arrays = backend as unknown as ArrayBackend;
        const named = Object.fromEntries(
          Object.entries(inputs).map(([name, info]) => {
            const { shape, dataId } = info as tf.TensorInfo;
            return [name, {
              shape,
              values: stored(arrays.data.get(dataId).values),
            }];
          }),
        );
        const outputs = kernel(named, attrs as Record<string, number>);
        const infos = outputs.map(({ shape, values }) =>
          arrays.makeTensorInfo([...shape], "float32", values)
        );
        return kernelName in SINGLE ? infos[0] : infos;
      },
    });
  }
}

/** Kernels that return a tensor and not a list of them. */
const SINGLE: Record<string, true> = {
  BatchNormInference: true,
  BiasGrad: true,
};

/** The array itself and not a copy: some kernels change it in place. */
function stored(values: unknown): Float32Array {
  if (values instanceof Float32Array) return values;
  throw new TypeError("This backend does not store Float32Arrays");
}
