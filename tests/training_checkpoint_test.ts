// Training that goes on from a checkpoint's bytes; files cut short or changed.
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { createNetwork } from "../lib/model/network.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
} from "../lib/training/checkpoint_file.ts";
import {
  checkpointKey,
  keyDifference,
} from "../lib/training/checkpoint_key.ts";
import { train, type TrainingState } from "../lib/training/train.ts";
import { testOnBackends } from "./support/backends.ts";
import {
  IMAGES,
  smallSpec,
  TARGETS,
  TRAINING,
} from "./support/small_network.ts";

const SPLIT = { train: [3, 0, 5, 1], validation: [2], test: [4] };
const NETWORK = {
  stem_filters: 4,
  blocks: [{ filters: 4, expansion: 1, strides: 1 as const, repeats: 1 }],
  dense_units: 5,
  batch_norm: { momentum: 0.99, epsilon: 0.001 },
};
const PARTS = {
  images: IMAGES,
  targets: TARGETS,
  split: SPLIT,
  network: NETWORK,
  training: TRAINING,
  backend: { name: "exact" as const, adapter: null },
  program: "stibnite 1",
};
const KEY = checkpointKey(PARTS);

/** A rate at which the third epoch is not the best. */
const optimizer = { ...TRAINING.optimizer, learning_rate: 0.3 };
const early = (patience: number) => ({
  monitor: "val_loss" as const,
  patience,
  restore_best_weights: true,
});

for (
  const [what, changes] of [
    ["all its epochs", { early_stopping: null, checkpoint: null }],
    ["early stopping and a checkpoint", {
      optimizer,
      early_stopping: early(2),
      checkpoint: { every_batches: 3, monitor: "val_rmse" as const },
    }],
  ] as const
) {
  await testOnBackends(
    `train goes on from every epoch's checkpoint as if it had not stopped, with ${what}`,
    async () => {
      const config = {
        ...TRAINING,
        ...changes,
        epochs: changes.early_stopping ? 30 : 5,
        batch_size: 3,
      };
      const request = {
        images: IMAGES,
        targets: TARGETS,
        split: SPLIT,
        config,
      };
      const saved: Uint8Array[] = [];
      const keep = {
        due: () => true,
        save: (state: TrainingState) => {
          saved.push(encodeCheckpoint({ key: KEY, state }));
          return Promise.resolve();
        },
      };
      const first = createNetwork(smallSpec(), 1);
      const whole = await train({ ...request, network: first, keep });
      const expected = await first.getWeights();
      first.dispose();
      assertEquals(whole.state, null);
      assertEquals(saved.length, whole.history.length);
      assertEquals(whole.stopped, changes.early_stopping ? "early" : "epochs");
      for (const bytes of saved) {
        const { state } = decodeCheckpoint(bytes, "x");
        const network = createNetwork(smallSpec(), 99); // replaced by the state
        const rest = await train({ ...request, network, resume: state });
        assertEquals(rest, whole);
        assertEquals(await network.getWeights(), expected);
        network.dispose();
      }
    },
  );
}

await testOnBackends("train is not changed by keeping its state", async () => {
  const config = { ...TRAINING, epochs: 3, batch_size: 3 };
  const request = { images: IMAGES, targets: TARGETS, split: SPLIT, config };
  const runs = [];
  for (const every of [1, 9]) {
    const network = createNetwork(smallSpec(), 1);
    const epochs: number[] = [];
    const { history } = await train({
      ...request,
      network,
      keep: {
        due: (epoch) => epoch % every === 0,
        save: ({ history }) => {
          epochs.push(history.length);
          return Promise.resolve();
        },
      },
    });
    assertEquals(epochs, every === 1 ? [1, 2, 3] : [3]);
    runs.push({ history, weights: await network.getWeights() });
    network.dispose();
  }
  assertEquals(runs[0], runs[1]);
});

const STATE: TrainingState = {
  history: [{
    epoch: 1,
    loss: 0.1 + 0.2,
    rmse: 5e-324,
    val_loss: 3,
    val_rmse: 2,
  }],
  weights: [Float32Array.of(1, -0, 1e-45), Float32Array.of()],
  optimizer: {
    iterations: 7,
    momentums: [Float32Array.of(0.1)],
    velocities: [Float32Array.of(0.2)],
  },
  earlyStopping: { wait: 1, bestEpoch: 1, best: 3 },
  checkpoint: { batches: 2, epoch: 1, best: null },
  bestWeights: [Float32Array.of(3.4e38, 5, 6), Float32Array.of()],
  checkpointWeights: null,
};

Deno.test("decodeCheckpoint gives back what encodeCheckpoint was given, to the bit", () => {
  const bytes = encodeCheckpoint({ key: KEY, state: STATE });
  const file = decodeCheckpoint(bytes, "x");
  assertEquals(file, { key: KEY, state: STATE });
  assert(Object.is(file.state.weights[0][1], -0));
  assertEquals(encodeCheckpoint(file), bytes);
});

Deno.test("decodeCheckpoint finds every changed byte and every cut", () => {
  const bytes = encodeCheckpoint({ key: KEY, state: STATE });
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] ^= 1 << (at % 8);
    assertThrows(() => decodeCheckpoint(changed, "x"), InputError, "x: ");
    assertThrows(() => decodeCheckpoint(bytes.slice(0, at), "x"), InputError);
  }
  const longer = new Uint8Array([...bytes, 0]);
  assertThrows(() => decodeCheckpoint(longer, "x"), InputError, "damaged");
});

Deno.test("checkpointKey has no place for epochs, but one for all that decides weights", () => {
  const differs = (changes: Partial<typeof PARTS>) =>
    keyDifference(KEY, checkpointKey({ ...PARTS, ...changes }));
  assertEquals(differs({ training: { ...TRAINING, epochs: 9999 } }), null);
  const data = IMAGES.data.slice();
  data[7] += 1e-3;
  assertEquals(
    differs({ images: { ...IMAGES, data } }),
    "it has other spectrograms",
  );
  const targets = TARGETS.slice();
  targets[0] *= 1 + 1e-12;
  assertNotEquals(targets, TARGETS);
  assertEquals(differs({ targets }), "it has other laboratory values");
  assertEquals(
    differs({ split: { ...SPLIT, train: [0, 3, 5, 1] } }),
    "it has other parts to train and to test on",
  );
  assertEquals(
    differs({ training: { ...TRAINING, batch_size: 17 } }),
    `its training.batch_size is ${TRAINING.batch_size}, and here 17`,
  );
  assertEquals(
    differs({ network: { ...NETWORK, blocks: [] } })?.startsWith(
      "its network.blocks",
    ),
    true,
  );
  const adapter = {
    vendor: "a",
    architecture: "b",
    device: "c",
    description: "",
  };
  assertEquals(
    keyDifference(
      checkpointKey({
        ...PARTS,
        backend: { name: "webgpu" as const, adapter },
      }),
      KEY,
    ),
    "its backend is webgpu, and here exact",
  );
  assertEquals(
    differs({ program: "stibnite 2" }),
    "its program is stibnite 1, and here stibnite 2",
  );
});
