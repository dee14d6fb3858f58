// Several networks as one: members with seeds of their own, of which each may
// leave a fold of the training part out. Their mean is the prediction.
import type { Config } from "../config.ts";
import type { Split } from "../training/split.ts";
import type { CheckpointOptions } from "./checkpoints.ts";
import { type Trained, type TrainingInput, trainNetwork } from "./network.ts";
import { encodeHistory } from "./archive.ts";
import { foldsOf, meanOfMembers, memberFolder } from "./members.ts";

/** One member of an ensemble. */
export interface Member {
  readonly config: Config;
  readonly split: Split;
}

const SEEDS = 2 ** 32;

/**
 * Trains what a config asks for: one network, or an ensemble.
 *
 * @param config A checked config.
 * @param input Images, values, split, and the backend to work on.
 * @returns History and kept epoch of the first member; the others' histories
 * lie beside their models.
 * @throws {InputError} As {@linkcode trainNetwork}.
 */
export async function trainMembers(
  config: Config,
  input: TrainingInput,
): Promise<Trained> {
  const { ensemble, ...training } = config.training;
  if (!ensemble) return await trainNetwork(config, input);
  const folds = foldsOf(input.split.train, ensemble);
  const { epochs } = training;
  const all: Trained[] = [];
  const model: Record<string, Uint8Array> = {};
  for (let member = 0; member < ensemble.members; member++) {
    const trained = await trainNetwork({
      ...config,
      training: withSeeds(training, member),
    }, {
      ...input,
      split: {
        ...input.split,
        train: input.split.train.filter((row) => folds.get(row) !== member),
      },
      onProgress: (done) =>
        input.onProgress?.(member * epochs + done, ensemble.members * epochs),
      checkpoints: await checkpointsOf(input.checkpoints, member),
    });
    for (const [path, bytes] of Object.entries(trained.model)) {
      const [folder, name] = path.split("/");
      model[`${memberFolder(folder, member)}/${name}`] = bytes;
    }
    if (member > 0) {
      model[`${memberFolder("model", member)}/history.csv`] = encodeHistory(
        trained.history,
      );
    }
    all.push(trained);
  }
  const members = all.map(({ predicted }) => predicted);
  return { ...all[0], model, predicted: meanOfMembers(members), members };
}

function withSeeds(training: Config["training"], member: number) {
  return {
    ...training,
    initializer_seed: (training.initializer_seed + member) % SEEDS,
    random_seed: ((training.random_seed ?? 1) + member) % SEEDS,
  };
}

/** Each member has a folder, and its number in what is said of it. */
async function checkpointsOf(
  options: CheckpointOptions | undefined,
  member: number,
): Promise<CheckpointOptions | undefined> {
  if (options === undefined) return undefined;
  const folder = memberFolder(options.folder, member);
  await Deno.mkdir(folder, { recursive: true });
  return {
    ...options,
    folder,
    note: (sentence) => options.note?.(`Member ${member + 1}: ${sentence}`),
  };
}
