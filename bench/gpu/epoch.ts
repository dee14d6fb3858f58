// Training as a run does it, on images out of a formula: what an epoch takes, and
// whether memory stays where it is.
import { openWebgpu } from "../../lib/backend/webgpu/open_webgpu.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { train } from "../../lib/training/train.ts";
import { makeImages, makeTargets } from "../players/data.ts";
import { liveBuffers } from "./live_buffers.ts";

/** What {@linkcode gpuEpochs} found. */
export interface GpuEpochs {
  readonly epochs: number;
  /** Milliseconds an epoch, of the later half. */
  readonly epoch: number;
  /** Milliseconds until the losses of the first epoch are there. */
  readonly first: number;
  /** MiB of all buffers on the device after a tenth of the epochs, at the end. */
  readonly buffers: readonly [number, number];
  /** Most MiB of buffers there were at once. */
  readonly peak: number;
  /** MiB that this process holds, likewise. */
  readonly process: readonly [number, number];
}

const SAMPLES = 150;
const TRAIN = 100; // as Code S2 splits them
const MIB = 2 ** 20;

/**
 * Trains for some epochs, 100 samples in batches of 64, 50 watched.
 *
 * @param epochs How many, 10 or more.
 */
export async function gpuEpochs(epochs: number): Promise<GpuEpochs> {
  const live = liveBuffers();
  const webgpu = await openWebgpu();
  try {
    const network = createNetwork(networkSpec([129, 9, 5], 1), 1);
    const images = makeImages(SAMPLES, 5);
    const all = Array.from({ length: SAMPLES }, (_, i) => i);
    const ends: number[] = [];
    const bytes: number[] = [];
    const held: number[] = [];
    const begin = performance.now();
    await train({
      network,
      images,
      targets: makeTargets(images),
      split: {
        train: all.slice(0, TRAIN),
        validation: [],
        test: all.slice(TRAIN),
      },
      config: {
        epochs,
        batch_size: 64,
        optimizer: {
          name: "adam",
          learning_rate: 0.001,
          beta_1: 0.9,
          beta_2: 0.999,
          epsilon: 1e-7,
        },
        initializer_seed: 1,
        early_stopping: null,
        checkpoint: null,
      },
      onEpoch: () => {
        ends.push(performance.now());
        bytes.push(live.bytes / MIB);
        held.push(Deno.memoryUsage().rss / MIB);
      },
    });
    webgpu.check();
    network.dispose();
    const [early, half, last] = [
      Math.floor(epochs / 10) - 1,
      Math.floor(epochs / 2) - 1,
      epochs - 1,
    ];
    return {
      epochs,
      epoch: (ends[last] - ends[half]) / (last - half),
      first: ends[0] - begin,
      buffers: [bytes[early], bytes[last]],
      peak: live.peak / MIB,
      process: [held[early], held[last]],
    };
  } finally {
    await webgpu.close();
    live.restore();
  }
}
