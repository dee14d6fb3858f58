// How a fast kernel takes the place of a JavaScript one, which stays for what
// the fast one does not do.
import * as tf from "../../../third_party/tfjs.ts";
import type { ExactBackend } from "../exact_backend.ts";

/** What a kernel is called with. */
export interface KernelCall {
  /** Tensors by name; those left out are undefined. */
  readonly inputs: Record<string, tf.TensorInfo>;
  /** TensorFlow.js's attributes. */
  readonly attrs: Record<string, unknown>;
  /** Where the tensors are. */
  readonly backend: ExactBackend;
}

/** A kernel on the threads; null if it leaves this call to JavaScript. */
export type FastKernel = (
  call: KernelCall,
) => tf.TensorInfo | tf.TensorInfo[] | null;

/** Registers a fast kernel of backend `exact`. */
export function override(kernelName: string, fast: FastKernel): void {
  const slow = tf.getKernel(kernelName, "exact");
  if (slow) tf.unregisterKernel(kernelName, "exact");
  tf.registerKernel({
    kernelName,
    backendName: "exact",
    kernelFunc: (call) => {
      const { inputs } = call as unknown as KernelCall;
      for (const name in inputs) {
        const dtype = inputs[name]?.dtype ?? "float32";
        if (dtype !== "float32") return fallBack(call);
      }
      return fast(call as unknown as KernelCall) ?? fallBack(call);
    },
  });

  function fallBack(call: Parameters<tf.KernelFunc>[0]) {
    if (slow) return slow.kernelFunc(call);
    throw new TypeError(
      `Kernel ${kernelName} of backend exact takes float32 tensors only`,
    );
  }
}
