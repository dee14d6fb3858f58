// What an adapter can do at most, measured by kernels that do nothing else: bytes
// that a kernel moves in a second, products with additions in float32. Copies of
// the API are no measure: drivers may hand them to an engine of its own.

/** Runs dispatches and tells how long each took, in nanoseconds. */
export type TimeDispatches = (
  run: (pass: GPUComputePassEncoder) => void,
) => Promise<readonly number[]>;

/** Limits of an adapter. */
export interface Limits {
  /** Bytes read and written a second. */
  readonly bandwidth: number;
  /** Float32 operations a second; a product with an addition is two. */
  readonly arithmetic: number;
}

const WORKGROUP = 256;
const ROUNDS = 5;

/** Larger than caches are; an adapter that is a program has less memory. */
const COPY_BYTES = { hardware: 1 << 29, software: 1 << 25 };
const FMA_GROUPS = { hardware: 1 << 13, software: 1 << 5 };

/** Of each invocation: 8 vectors of 4, so many times. */
const FMA_ROUNDS = 256;
const OPERATIONS = FMA_ROUNDS * 8 * 4 * 2;

/**
 * Measures the limits.
 *
 * @param device The device.
 * @param time Times dispatches on it.
 * @param kind How much is tried.
 */
export async function measureLimits(
  device: GPUDevice,
  time: TimeDispatches,
  kind: "hardware" | "software",
): Promise<Limits> {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const size = Math.min(
    COPY_BYTES[kind],
    maxBufferSize,
    maxStorageBufferBindingSize,
  );
  const usage = GPUBufferUsage.STORAGE;
  const [from, to] = [0, 1].map(() => device.createBuffer({ size, usage }));
  const groups = size / 16 / WORKGROUP;
  const most = device.limits.maxComputeWorkgroupsPerDimension;
  const width = Math.min(groups, most);
  const fastest = async (code: string, dispatch: [number, number]) => {
    const pipeline = device.createComputePipeline({
      layout: "auto",
      compute: { module: device.createShaderModule({ code }) },
    });
    const entries = [from, to].map((buffer, binding) => ({
      binding,
      resource: { buffer },
    }));
    const layout = pipeline.getBindGroupLayout(0);
    const group = device.createBindGroup({ layout, entries });
    const times = await time((pass) => {
      for (let i = 0; i < ROUNDS; i++) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...dispatch);
      }
    });
    return Math.min(...times) / 1e9;
  };
  const copied = await fastest(COPY, [width, Math.ceil(groups / width)]);
  const fma = FMA_GROUPS[kind];
  const computed = await fastest(FMA, [fma, 1]);
  from.destroy();
  to.destroy();
  return {
    bandwidth: 2 * size / copied,
    arithmetic: fma * WORKGROUP * OPERATIONS / computed,
  };
}

const HEAD = `
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) wg: vec3u,
        @builtin(num_workgroups) num: vec3u,
        @builtin(local_invocation_id) local: vec3u) {
  let i = (wg.y * num.x + wg.x) * ${WORKGROUP}u + local.x;`;

const COPY = `${HEAD}
  if (i < arrayLength(&x)) { y[i] = x[i]; }
}`;

const VECTORS = Array.from({ length: 8 }, (_, k) => `v${k}`);

// The factor is read, so that nothing can be computed ahead.
const FMA = `${HEAD}
  let f = x[0];
  ${VECTORS.map((v, k) => `var ${v} = f + vec4f(f32(i + ${k}u));`).join("\n  ")}
  for (var r = 0u; r < ${FMA_ROUNDS}u; r++) {
    ${VECTORS.map((v) => `${v} = fma(${v}, f, f);`).join("\n    ")}
  }
  let sum = ${VECTORS.join(" + ")};
  if (sum.x == 0.5) { y[0] = sum; }
}`;
