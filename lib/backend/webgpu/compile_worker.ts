// Compiles pipelines on a device of its own, for the driver's cache alone: where
// another thread needs the same pipeline, it is there. See compile_ahead.ts.
import type { CompileRequest } from "./compile_ahead.ts";

// Not all of lib.webworker: it does not go together with Deno's own types.
const scope = self as unknown as {
  onmessage: (event: { readonly data: CompileRequest }) => void;
  postMessage(compiled: number): void;
  close(): void;
};

scope.onmessage = async ({ data: { pipelines, requiredLimits } }) => {
  const adapter = await navigator.gpu.requestAdapter({
    powerPreference: "high-performance",
  });
  const device = await adapter?.requestDevice({ requiredLimits });
  if (!device) return scope.close();
  for (const { code, entries } of pipelines) {
    const group = device.createBindGroupLayout({ entries: [...entries] });
    device.createComputePipeline({
      layout: device.createPipelineLayout({ bindGroupLayouts: [group] }),
      compute: {
        module: device.createShaderModule({ code }),
        entryPoint: "main",
      },
    });
    await new Promise((resolve) => setTimeout(resolve)); // may be ended here
  }
  device.destroy();
  scope.postMessage(pipelines.length);
  scope.close();
};
