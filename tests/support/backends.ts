// Backends that tests run on: stock TensorFlow.js "cpu" with this package's
// kernels in plain JavaScript, always; `exact`; `webgpu` where there is an
// adapter. Tensors belong to a backend: make and free them inside the test.
import * as tf from "../../lib/third_party/tfjs.ts";
import { registerReferenceKernels } from "../../lib/backend/reference/register_reference_kernels.ts";

/** A backend that a test may open. */
export interface TestBackend {
  /** Goes into the test's name. */
  readonly name: "cpu" | "exact" | "webgpu";
  /** Relative error to allow where float32 sums differ in order. */
  readonly tolerance: number;
  /** Makes it the current one. */
  open(): Promise<{ check(): void; close(): Promise<void> }>;
}

const cpu: TestBackend = {
  name: "cpu",
  tolerance: 1e-5,
  open: async () => {
    tf.enableProdMode(); // no banner
    registerReferenceKernels("cpu");
    await tf.setBackend("cpu");
    return { check: () => {}, close: async () => {} };
  },
};

const exact: TestBackend = {
  name: "exact",
  tolerance: 1e-5,
  open: async () => {
    const path = "../../lib/backend/exact/open_exact.ts";
    const { openExact } = await import(path);
    const opened = await openExact({ threads: 2 });
    return { check: () => {}, close: () => opened.close() };
  },
};

const webgpu: TestBackend = {
  name: "webgpu",
  tolerance: 5e-5,
  open: async () => {
    const path = "../../lib/backend/webgpu/open_webgpu.ts";
    const { openWebgpu } = await import(path);
    const opened = await openWebgpu({});
    return { check: () => opened.check(), close: () => opened.close() };
  },
};

/**
 * Lists the backends of this machine.
 *
 * @returns At least `cpu`.
 */
export async function testBackends(): Promise<TestBackend[]> {
  const found = [cpu];
  if (await isFile("../../lib/backend/exact/open_exact.ts")) found.push(exact);
  if (
    await isFile("../../lib/backend/webgpu/open_webgpu.ts") &&
    await hasAdapter()
  ) found.push(webgpu);
  return found;
}

/**
 * Registers a test per backend, each on its own fresh backend.
 *
 * @param name The test's name; the backend's is added.
 * @param body Runs with the backend current.
 */
export async function testOnBackends(
  name: string,
  body: (backend: TestBackend) => Promise<void>,
): Promise<void> {
  for (const backend of await testBackends()) {
    Deno.test({
      name: `${name} (${backend.name})`,
      // Devices and workers outlive a test's own sanitizers.
      sanitizeOps: false,
      sanitizeResources: false,
      fn: async () => {
        const opened = await backend.open();
        try {
          await body(backend);
          opened.check();
        } finally {
          await opened.close();
        }
      },
    });
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(new URL(path, import.meta.url))).isFile;
  } catch {
    return false;
  }
}

async function hasAdapter(): Promise<boolean> {
  try {
    return await navigator.gpu?.requestAdapter() != null;
  } catch {
    return false;
  }
}
