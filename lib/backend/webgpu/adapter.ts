// Tells a graphics processor from a program that imitates one: kernels are
// tuned by it, and `auto` never chooses a software adapter. No TensorFlow.js
// in here: choosing a backend must not load it.

/** How software adapters call themselves. */
const SOFTWARE =
  /llvmpipe|lavapipe|softpipe|swiftshader|swrast|basic render|warp\b/i;

/** Vulkan's vendor number of Mesa, which only its software drivers carry. */
const MESA = /^(65541|0x10005|mesa)$/i;

/**
 * Whether an adapter computes on the processor instead of on a GPU.
 *
 * @param adapter What `navigator.gpu.requestAdapter()` gave.
 *
 * @example
 * ```ts
 * import { isSoftwareAdapter } from "./adapter.ts";
 *
 * const adapter = await navigator.gpu?.requestAdapter();
 * if (adapter) console.error(isSoftwareAdapter(adapter));
 * ```
 */
export function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const info = adapter.info as GPUAdapterInfo & {
    readonly isFallbackAdapter?: boolean;
  };
  return info.isFallbackAdapter === true ||
    MESA.test(info.vendor) ||
    [info.vendor, info.architecture, info.device, info.description]
      .some((text) => SOFTWARE.test(text));
}
