// Each group (site) is tested by what was learnt from all others.
import { InputError } from "../errors.ts";
import { allBut, watched } from "./hold_out.ts";
import { indices, type NamedSplit, type SchemeSubject } from "./scheme.ts";

/** Parameters of {@linkcode leaveOneGroupOut}. */
export interface LeaveOneGroupOutConfig {
  /** Picks this scheme. */
  readonly kind: "leave-one-group-out";
  /** Share, or number, of the others that are watched; 0 for none. */
  readonly validation_size: number;
  /** Of the permutation that picks them. */
  readonly random_state: number;
}

/**
 * Makes a split for each group, named after it, in the order of their first
 * samples.
 *
 * @throws {InputError} If there are no groups, or only one.
 */
export function leaveOneGroupOut(
  { spectra }: SchemeSubject,
  { validation_size, random_state }: LeaveOneGroupOutConfig,
): NamedSplit[] {
  const { groups, samples } = spectra;
  const names = [...new Set(groups ?? [])];
  if (groups === null || names.length < 2) {
    throw new InputError(
      `The samples have ${
        groups === null ? "no groups" : `one group, ${names[0]}`
      }; expected two or more to leave one out`,
    );
  }
  return names.map((name) => {
    const test = indices(samples.length).filter((at) => groups[at] === name);
    const seen = allBut(samples.length, test);
    return {
      name,
      split: { ...watched(seen, validation_size, random_state), test },
    };
  });
}
