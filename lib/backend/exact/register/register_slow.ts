// This package's own kernels in plain JavaScript, on the memory's views.
import * as tf from "../../../third_party/tfjs.ts";
import { adamStep } from "../../reference/adam_step.ts";
import * as norm from "../../reference/batch_norm.ts";
import { biasGrad, meanSquaredErrorGrad } from "../../reference/loss.ts";
import type { ExactBackend } from "../exact_backend.ts";

const KERNELS = {
  AdamStep: adamStep,
  BatchNormInference: norm.batchNormInference,
  BatchNormTrain: norm.batchNormTrain,
  BatchNormTrainGrad: norm.batchNormTrainGrad,
  BiasGrad: biasGrad,
  MeanSquaredErrorGrad: meanSquaredErrorGrad,
};

/** Registers them; fast ones take their place. */
export function registerSlow(): void {
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    if (tf.getKernel(kernelName, "exact")) continue;
    tf.registerKernel({
      kernelName,
      backendName: "exact",
      kernelFunc: ({ inputs, attrs, backend }) => {
        const exact = backend as ExactBackend;
        const named = Object.fromEntries(
          Object.entries(inputs).map(([name, info]) => [name, {
            shape: (info as tf.TensorInfo).shape,
            values: exact.view(info as tf.TensorInfo),
          }]),
        );
        const outputs = kernel(named, attrs as Record<string, number>)
          .map(({ shape, values }) =>
            exact.makeTensorInfo([...shape], "float32", values)
          );
        return outputs.length === 1 ? outputs[0] : outputs;
      },
    });
  }
}
