// Puts our kernels in the place of tfjs's; what they cannot do still goes to
// the stock kernel of the same name.
import * as tf from "../../third_party/tfjs.ts";
import type { KernelFunc, TensorInfo } from "../../third_party/tfjs.ts";
import { KERNELS } from "./kernel_table.ts";
import type { OwnBackend } from "./own_backend.ts";

/**
 * Replaces the kernels of the backend `webgpu`.
 *
 * @returns Puts the stock kernels back.
 */
export function registerKernels(): () => void {
  const stock = new Map<string, tf.KernelConfig | undefined>();
  for (const [kernelName, own] of Object.entries(KERNELS)) {
    const old = tf.getKernel(kernelName, "webgpu");
    stock.set(kernelName, old);
    if (old) tf.unregisterKernel(kernelName, "webgpu");
    const kernelFunc = ((
      { inputs, attrs, backend }: Parameters<KernelFunc>[0],
    ) => {
      const result = own({
        backend: backend as OwnBackend,
        inputs: inputs as unknown as Record<string, TensorInfo>,
        attributes: (attrs ?? {}) as Record<string, unknown>,
      });
      if (result) return result;
      if (old) return old.kernelFunc({ inputs, attrs, backend });
      throw new TypeError(`${kernelName} cannot take these inputs`);
    }) as KernelFunc;
    tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc });
  }
  return () => {
    for (const [kernelName, old] of stock) {
      tf.unregisterKernel(kernelName, "webgpu");
      if (old) tf.registerKernel(old);
    }
  };
}
