// Members of an ensemble: which fold each leaves out, where it lies, and their
// mean, which is the prediction.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";

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

/** The mean of members' values, each value by itself. */
export function meanOfMembers(members: readonly Float32Array[]): Float32Array {
  return members[0].map((_, i) => {
    let sum = 0;
    for (const values of members) sum += values[i];
    return sum / members.length;
  });
}
