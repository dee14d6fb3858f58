// Runs that are stopped and go on, in this process: what is used of what was
// left behind, and what is refused.
import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { OpenBackend } from "../lib/backend/open.ts";
import { openBackend } from "../lib/backend/open.ts";
import type { Config } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import { runPipeline } from "../lib/pipeline.ts";
import type { CheckpointOptions } from "../lib/pipeline/checkpoints.ts";
import { fillDisk } from "./support/full_disk.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const EPOCHS = 6;

const small = (changes: Record<string, unknown> = {}) =>
  tinyConfig({
    training: {
      epochs: EPOCHS,
      batch_size: 5,
      early_stopping: { monitor: "val_loss", patience: 4 },
      checkpoint: { every_batches: 3, monitor: "val_rmse" },
    },
    ...changes,
  });

const whole = await runTiny(small());

/** A folder and a backend; every epoch leaves a checkpoint. */
async function inFolder(
  use: (folder: string, run: Run) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    await use(folder, runner(folder, backend));
  } finally {
    await backend.close();
    await Deno.remove(folder, { recursive: true });
  }
}

type Run = ReturnType<typeof runner>;

function runner(folder: string, backend: OpenBackend) {
  return async (
    config: Config,
    { stopAfter, onEpoch, ...more }: {
      stopAfter?: number;
      onEpoch?: (epoch: number) => void;
    } & Partial<CheckpointOptions>,
  ) => {
    const notes: string[] = [];
    const controller = new AbortController();
    const run = await runPipeline(config, {
      backend,
      signal: controller.signal,
      stage: (name) => (done) => {
        if (name !== "train") return;
        onEpoch?.(done);
        if (done === stopAfter) controller.abort();
      },
      checkpoints: {
        folder,
        every: 1,
        note: (text) => notes.push(text),
        ...more,
      },
    });
    return { files: run.files, notes };
  };
}

const stop = (run: Run, after: number, config = small()) =>
  assertRejects(
    () => run(config, { stopAfter: after }),
    InputError,
    `Stopped after epoch ${after}, as asked; the same command goes on`,
  );

const flip = async (path: string, at: number) => {
  const bytes = await Deno.readFile(path);
  bytes[at < 0 ? bytes.length + at : at] ^= 4;
  await Deno.writeFile(path, bytes);
};

Deno.test("runPipeline goes on after a stop and gives the files of a run that was never stopped", () =>
  inFolder(async (folder, run) => {
    for (const after of [1, 3, 5]) {
      await stop(run, after);
      const { files, notes } = await run(small(), {});
      assertEquals(notes, [`Resumes after epoch ${after}.`]);
      assertEquals(files, whole.files);
      for (const name of ["training-0", "training-1"]) {
        await Deno.remove(`${folder}/${name}`).catch(() => {});
      }
    }
  }));

Deno.test("runPipeline uses the older checkpoint where the newer is damaged, and none where both are", () =>
  inFolder(async (folder, run) => {
    const newer = `${folder}/training-1`; // of epoch 4; 3 is in training-0
    const damages: ((path: string) => Promise<void>)[] = [
      (path) => flip(path, 0),
      (path) => flip(path, -2000),
      (path) => Deno.truncate(path, 5000),
    ];
    await stop(run, 4);
    const sound = await Deno.readFile(newer);
    const older = await Deno.readFile(`${folder}/training-0`);
    for (const damage of damages) {
      await Deno.writeFile(newer, sound);
      await Deno.writeFile(`${folder}/training-0`, older);
      await damage(newer);
      const { files, notes } = await run(small(), {});
      assertEquals(notes.length, 2);
      assertMatch(
        notes[0],
        /training-1: (is cut short|is damaged|is no checkpoint).*the other checkpoint is used/,
      );
      assertEquals(notes[1], "Resumes after epoch 3.");
      assertEquals(files, whole.files);
    }
    await Deno.writeTextFile(newer, "");
    await Deno.writeTextFile(`${folder}/training-0`, "stibnite");
    const { files, notes } = await run(small(), {});
    assertEquals(notes.length, 1);
    assertStringIncludes(notes[0], "training starts anew");
    assertEquals(files, whole.files);
  }));

Deno.test("runPipeline refuses the checkpoint of another config or other data, and discards it if forced", () =>
  inFolder(async (_, run) => {
    await stop(run, 2);
    const { training } = small();
    const others: [Config, string][] = [
      [
        small({ training: { ...training, batch_size: 4 } }),
        "its training.batch_size is 5, and here 4",
      ],
      [
        small({ data: { ...small().data, seed: 4 } }),
        "it has other spectrograms",
      ],
      [
        small({ split: { ...small().split, random_state: 1 } }),
        "it has other parts to train and to test on",
      ],
      [
        small({ training: { ...training, epochs: 1 } }),
        "it stands beyond the 1 epochs of this run",
      ],
    ];
    for (const [config, says] of others) {
      await assertRejects(() => run(config, {}), InputError, says);
    }
    const [other] = others[0];
    const { files, notes } = await run(other, { force: true });
    assertMatch(notes.join(), /^Starts anew: .*batch_size/);
    assertEquals(files, (await runTiny(other)).files);
  }));

Deno.test("runPipeline goes on where the number of epochs was raised", () =>
  inFolder(async (_, run) => {
    const raised = small({ training: { ...small().training, epochs: 8 } });
    await stop(run, 3);
    const { files, notes } = await run(raised, {});
    assertEquals(notes, ["Resumes after epoch 3."]);
    assertEquals(files, (await runTiny(raised)).files);
  }));

Deno.test("runPipeline takes a checkpoint every N epochs, and one at the end", () =>
  inFolder(async (folder, run) => {
    await run(small(), { every: 4 });
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names, ["training-0", "training-1"]);
    const { notes } = await run(small(), {});
    assertEquals(notes, [`Resumes after epoch ${EPOCHS}.`]);
    await flip(`${folder}/training-1`, 300);
    const { notes: again } = await run(small(), {});
    assertEquals(again[1], "Resumes after epoch 4.");
  }));

Deno.test("runPipeline ends with a sentence where the disk is full, and goes on when it is not", () =>
  inFolder(async (folder, run) => {
    let free = () => {};
    // There is room for the second checkpoint, but not for the third.
    const onEpoch = (epoch: number) => {
      if (epoch !== 2) return;
      const { size } = Deno.statSync(`${folder}/training-0`);
      free = fillDisk(Math.floor(1.9 * size));
    };
    try {
      await assertRejects(
        () => run(small(), { onEpoch }),
        InputError,
        "training-0: cannot be written (no space is left on the disk); when " +
          "that is mended, the same command goes on after epoch 2",
      );
    } finally {
      free();
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names, ["training-0", "training-1"]);
    const { files, notes } = await run(small(), {});
    assertEquals(notes, ["Resumes after epoch 2."]);
    assertEquals(files, whole.files);
  }));
