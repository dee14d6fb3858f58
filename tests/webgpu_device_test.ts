import { InputError } from "../lib/errors.ts";
import { isSoftwareAdapter } from "../lib/backend/webgpu/adapter.ts";
import { dispatch, linear } from "../lib/backend/webgpu/dispatch.ts";
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OwnBackend } from "../lib/backend/webgpu/own_backend.ts";
import { lookInside } from "../lib/backend/webgpu/private_fields.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { gpuTest } from "./webgpu_support.ts";
import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

Deno.test("isSoftwareAdapter knows software by name, vendor and flag", () => {
  const adapter = (info: object) =>
    ({
      info: {
        vendor: "",
        architecture: "",
        device: "",
        description: "",
        ...info,
      },
    }) as unknown as GPUAdapter;
  const software = [
    { vendor: "65541", description: "llvmpipe (LLVM 15.0.6, 256 bits)" },
    { vendor: "65541" },
    { vendor: "google", architecture: "swiftshader" },
    { description: "Microsoft Basic Render Driver" },
    { isFallbackAdapter: true },
  ];
  const hardware = [
    { vendor: "nvidia", architecture: "hopper", description: "NVIDIA H200" },
    { vendor: "4318", device: "8757" },
    { vendor: "apple", description: "Apple M2" },
  ];
  for (const info of software) {
    assertEquals(isSoftwareAdapter(adapter(info)), true, JSON.stringify(info));
  }
  for (const info of hardware) {
    assertEquals(isSoftwareAdapter(adapter(info)), false, JSON.stringify(info));
  }
});

Deno.test("openWebgpu without an adapter says so in a sentence", async () => {
  const gpu = Object.getOwnPropertyDescriptor(navigator, "gpu");
  Object.defineProperty(navigator, "gpu", {
    configurable: true,
    value: { requestAdapter: () => Promise.resolve(null) },
  });
  try {
    const error = await assertRejects(() => openWebgpu(), InputError);
    assertStringIncludes(error.message, "There is no WebGPU adapter");
  } finally {
    if (gpu) Object.defineProperty(navigator, "gpu", gpu);
    else Reflect.deleteProperty(navigator, "gpu");
  }
});

Deno.test("lookInside names the private field that another version lacks", () => {
  const error = assertThrows(
    () => lookInside({ device: {}, queue: {} }),
    TypeError,
  );
  assertStringIncludes(error.message, "tensorMap as undefined");
  assertStringIncludes(error.message, "4.22.0");
});

gpuTest(
  "openWebgpu makes its own device TensorFlow.js's backend",
  "software",
  async () => {
    assertEquals(tf.getBackend(), "webgpu");
    const sum = tf.add(tf.ones([3000]), 1);
    assertEquals((await sum.data())[2999], 2);
  },
);

gpuTest(
  "openWebgpu refuses a second backend beside the first",
  "software",
  async () => {
    const error = await assertRejects(() => openWebgpu(), Error);
    assertStringIncludes(error.message, "open already");
  },
);

Deno.test("linear folds workgroups where one dimension is too small", () => {
  const limits = { maxComputeWorkgroupsPerDimension: 100 };
  const backend = { device: { limits } } as unknown as OwnBackend;
  for (const items of [0, 1, 64, 65, 6400, 6401, 100_000]) {
    const [x, y, z] = linear(backend, items, 64, 7);
    assertEquals(y, 7);
    assertEquals([x <= 100, z <= 100], [true, true]);
    assertEquals(x * z * 64 >= items, true, `${items} items`);
  }
});

gpuTest(
  "reading after a rejected shader throws a sentence instead of zeros",
  { tuning: "software", fails: true },
  async () => {
    const x = tf.ones([8]);
    dispatch(tf.backend() as OwnBackend, {
      key: "wrong",
      bindings: [{ name: "x", tensor: x, access: "write" }],
      workgroup: [1, 1],
      groups: [1, 1, 1],
      body: () => "x[0] = nothing;",
    });
    const error = await assertRejects(() => x.data(), InputError);
    assertStringIncludes(error.message, "The WebGPU device refused a command");
    assertEquals(error.message.includes("\n"), false);
  },
);

gpuTest(
  "reading after the device was lost throws a sentence",
  { tuning: "software", fails: true },
  async () => {
    const x = tf.add(tf.ones([3000]), 1);
    (tf.backend() as OwnBackend).device.destroy();
    const error = await assertRejects(() => x.data(), InputError);
    assertStringIncludes(error.message, "The WebGPU device");
  },
);
