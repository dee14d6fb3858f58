// Writes down what a piece of work asks of the device: pipelines, bind groups and
// sizes in their order, on buffers of its own. Asking again is then a walk over
// a list: on a GPU, where a training step is 2 ms of work, the 10 ms in which
// JavaScript makes bind groups and tensors for it would be what is waited for.
import type {
  Recorder,
  Recording,
  RecordingRequest,
} from "../../model/recorder.ts";
import * as tf from "../../third_party/tfjs.ts";
import type { Kernel } from "./dispatch.ts";
import type { OwnBackend } from "./own_backend.ts";
import type { TensorStorage } from "./private_fields.ts";
import { RecordingPool } from "./recording_pool.ts";

/** A dispatch. */
interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly groups: readonly [number, number?, number?];
}

/** Numbers that are different each time. */
interface Slot {
  readonly buffer: GPUBuffer;
  readonly names: readonly string[];
  readonly data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
}

/** What is being written down. */
export interface Tape {
  readonly commands: Dispatch[];
  readonly slots: Map<string, Slot>;
  readonly pool: RecordingPool;
}

/**
 * Makes a backend's recorder.
 *
 * @param backend The backend.
 * @param ahead Epochs that may be under way.
 */
export function createRecorder(backend: OwnBackend, ahead: number): Recorder {
  return { ahead, record: (request) => record(backend, request) };
}

/** The uniform buffer of a kernel whose numbers change, while it is recorded. */
export function slotOf(
  backend: OwnBackend,
  tape: Tape,
  { numbers, numberType }: Kernel,
): GPUBuffer {
  const names = Object.keys(numbers!);
  const values = Object.values(numbers!);
  const key = `${numberType} ${names} ${values}`;
  const known = tape.slots.get(key);
  if (known) return known.buffer;
  const length = Math.ceil(values.length / 4) * 4;
  const data = numberType === "f32"
    ? new Float32Array(length)
    : new Uint32Array(length);
  data.set(values);
  const buffer = backend.device.createBuffer({
    size: data.byteLength,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  tape.slots.set(key, { buffer, names, data });
  return buffer;
}

function record(
  backend: OwnBackend,
  { inputs, stable, run }: RecordingRequest,
): Recording {
  const { inside } = backend;
  flush(backend);
  for (const { dataId } of stable) inside.uploadToGPU(dataId);
  flush(backend);
  const outer = inside.bufferManager;
  const pool = new RecordingPool(backend.device);
  const tape: Tape = { commands: [], slots: new Map(), pool };
  const { encoder, pass } = writers(tape);
  backend.tape = tape;
  inside.bufferManager = pool;
  inside.commandEncoder = encoder;
  inside.computePassEncoder = pass;
  let made: readonly tf.Tensor[];
  let stands: tf.Tensor[];
  let buffers: Record<"inputs" | "outputs", GPUBuffer[]>;
  try {
    stands = inputs.map(({ shape }) => tf.keep(newTensor(backend, shape)));
    const places = stands.map((tensor) => bufferOf(backend, tensor));
    made = run(stands);
    buffers = {
      inputs: places,
      outputs: made.map((tensor) => bufferOf(backend, tensor)),
    };
    for (const tensor of [...stands, ...made]) tensor.dispose();
    // Uniforms of stock kernels hold the same numbers each time: they stay.
    inside.uniformPendingDisposal.length = 0;
    for (const dataId of inside.tensorDataPendingDisposal.splice(0)) {
      inside.releaseResource(dataId);
      inside.tensorMap.delete(dataId);
    }
  } finally {
    backend.tape = null;
    inside.bufferManager = outer;
    inside.commandEncoder = null;
    inside.computePassEncoder = null;
    inside.commandQueueOwnedIds = new WeakSet();
    inside.dispatchCountInPass = 0;
  }
  const shapes = made.map(({ shape }) => shape);
  const places = stable.map(({ dataId }) => dataId);
  return {
    replay: (given = [], numbers = {}) =>
      replay(backend, tape, { ...buffers, shapes }, { given, numbers }),
    fits: (now) =>
      now.length === places.length &&
      now.every(({ dataId }, i) => dataId === places[i]),
    dispose() {
      flush(backend);
      pool.destroy();
      for (const { buffer } of tape.slots.values()) buffer.destroy();
    },
  };
}

function replay(
  backend: OwnBackend,
  { commands, slots }: Tape,
  own: {
    readonly inputs: readonly GPUBuffer[];
    readonly outputs: readonly GPUBuffer[];
    readonly shapes: readonly (readonly number[])[];
  },
  { given, numbers }: {
    readonly given: readonly tf.Tensor[];
    readonly numbers: Readonly<Record<string, number>>;
  },
): tf.Tensor[] {
  const { device, inside } = backend;
  flush(backend); // what was asked for before comes before
  const { queue } = device;
  const encoder = device.createCommandEncoder();
  for (const [i, { dataId }] of given.entries()) {
    const storage = inside.tensorMap.get(dataId) as TensorStorage;
    const to = own.inputs[i];
    if (storage.resource) {
      encoder.copyBufferToBuffer(storage.resource, 0, to, 0, to.size);
    } else {
      queue.writeBuffer(to, 0, storage.values as Float32Array<ArrayBuffer>);
    }
  }
  for (const { buffer, names, data } of slots.values()) {
    names.forEach((name, i) => data[i] = numbers[name] ?? data[i]);
    queue.writeBuffer(buffer, 0, data);
  }
  const pass = encoder.beginComputePass();
  let last: GPUComputePipeline | null = null;
  for (const { pipeline, group, groups } of commands) {
    if (pipeline !== last) pass.setPipeline(last = pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...groups);
  }
  pass.end();
  const outputs = own.outputs.map((from, i) => {
    const tensor = newTensor(backend, own.shapes[i]);
    const to = bufferOf(backend, tensor);
    encoder.copyBufferToBuffer(from, 0, to, 0, to.size);
    return tensor;
  });
  queue.submit([encoder.finish()]);
  return outputs;
}

/** Submits what was asked for so far. */
function flush({ inside }: OwnBackend): void {
  if (inside.commandEncoder === null) return;
  inside.endComputePassEncoder();
  inside.submitQueue();
}

/** A tensor without values yet. */
function newTensor(backend: OwnBackend, shape: readonly number[]): tf.Tensor {
  const info = backend.inside.makeTensorInfo([...shape], "float32");
  return tf.engine().makeTensorFromTensorInfo(info);
}

function bufferOf({ inside }: OwnBackend, { dataId }: tf.Tensor): GPUBuffer {
  inside.uploadToGPU(dataId);
  return inside.tensorMap.get(dataId).resource!;
}

/** What takes the place of an encoder and of its pass. */
function writers({ commands }: Tape): {
  encoder: GPUCommandEncoder;
  pass: GPUComputePassEncoder;
} {
  let pipeline: GPUComputePipeline;
  let group: GPUBindGroup;
  const pass = {
    setPipeline: (next: GPUComputePipeline) => void (pipeline = next),
    setBindGroup: (_: number, next: GPUBindGroup) => void (group = next),
    dispatchWorkgroups: (...groups: [number, number?, number?]) =>
      void commands.push({ pipeline, group, groups }),
    end: () => {},
  } as unknown as GPUComputePassEncoder;
  const encoder = {
    beginComputePass: () => pass,
    copyBufferToBuffer: () => {
      throw new Error("A recording holds dispatches only, and no copies");
    },
  } as unknown as GPUCommandEncoder;
  return { encoder, pass };
}
