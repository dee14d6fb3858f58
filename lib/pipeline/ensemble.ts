// Several networks as one: members with seeds of their own, of which each may
// leave a fold of the training part out. Their mean is the prediction.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Split } from "../training/split.ts";
import type { CheckpointOptions } from "./checkpoints.ts";
import { type Trained, type TrainingInput, trainNetwork } from "./network.ts";
import { encodeHistory } from "./archive.ts";

/** One member of an ensemble. */
export interface Member {
  readonly config: Config;
  readonly split: Split;
}

const SEEDS = 2 ** 32;

/**
 * The fold of each sample: training samples take turns, in the order of the
 * set.
 *
 * @param train Indices of the training part.
 * @param ensemble Members, and whether folds are left out.
 * @returns The member, from 0, that leaves a sample out; the others have none.
 */
export function foldsOf(
  train: readonly number[],
  { members, sample }: NonNullable<Config["training"]["ensemble"]>,
): ReadonlyMap<number, number> {
  if (sample === "all") return new Map();
  if (train.length < 2 * members) {
    throw new InputError(
      `The training part has ${train.length} samples; an ensemble of ` +
        `${members} members with folds needs ${2 * members} or more`,
    );
  }
  return new Map(
    [...train].sort((a, b) => a - b).map((row, at) => [row, at % members]),
  );
}

/** Folder of a member's model, such as `model/member-2`; the first has none. */
export function memberFolder(folder: string, member: number): string {
  return member === 0 ? folder : `${folder}/member-${member + 1}`;
}

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

/** The mean of members' values, each value by itself. */
export function meanOfMembers(members: readonly Float32Array[]): Float32Array {
  return members[0].map((_, i) => {
    let sum = 0;
    for (const values of members) sum += values[i];
    return sum / members.length;
  });
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
