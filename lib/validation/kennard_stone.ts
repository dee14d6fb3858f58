// Kennard and Stone 1969 ("Computer aided design of experiments"): training
// samples are those that are farthest apart in their spectra, one by one, so
// that the tested ones lie among them. It looks at spectra of all samples (never
// at values), and tests interpolation: the field's habit, and an optimistic one.
import { InputError } from "../errors.ts";
import { partSize } from "../training/train_test_split.ts";
import { allBut, watched } from "./hold_out.ts";
import { indices, type NamedSplit, type SchemeSubject } from "./scheme.ts";

/** Parameters of {@linkcode kennardStone}. */
export interface KennardStoneConfig {
  /** Picks this scheme. */
  readonly kind: "kennard-stone";
  /** Share, or number, of samples that are tested. */
  readonly test_size: number;
  /** Share, or number, of the others that are watched; 0 for none. */
  readonly validation_size: number;
  /** Of the permutation that picks them. */
  readonly random_state: number;
}

/**
 * Makes one split, named `kennard-stone`: as prospectr's `kenStone` with
 * Euclidean distances of the spectra as they are (replicates one after the
 * other). Of equal distances the first sample counts.
 *
 * @throws {InputError} If fewer than two samples would be left to train on.
 */
export function kennardStone(
  { spectra }: SchemeSubject,
  { test_size, validation_size, random_state }: KennardStoneConfig,
): NamedSplit[] {
  const { length } = spectra.samples;
  const wanted = length - partSize(length, test_size);
  if (wanted < 2) {
    throw new InputError(
      `Of ${length} samples, test_size ${test_size} leaves ${wanted}; expected ` +
        "two or more",
    );
  }
  const chosen = farthestApart(spectra.reflectance, length, wanted);
  const test = allBut(length, chosen);
  return [{
    name: "kennard-stone",
    split: { ...watched(chosen, validation_size, random_state), test },
  }];
}

function farthestApart(
  values: Float64Array,
  samples: number,
  wanted: number,
): number[] {
  const size = values.length / samples;
  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum += (values[a * size + i] - values[b * size + i]) ** 2;
    }
    return sum;
  };
  let [first, second, widest] = [0, 1, -1];
  for (let a = 0; a < samples; a++) {
    for (let b = a + 1; b < samples; b++) {
      const apart = distance(a, b);
      if (apart > widest) [first, second, widest] = [a, b, apart];
    }
  }
  const chosen = [first, second];
  const nearest = indices(samples).map((at) =>
    Math.min(distance(at, first), distance(at, second))
  );
  for (const one of chosen) nearest[one] = -1;
  while (chosen.length < wanted) {
    let next = 0;
    for (let at = 1; at < samples; at++) {
      if (nearest[at] > nearest[next]) next = at;
    }
    chosen.push(next);
    for (let at = 0; at < samples; at++) {
      if (nearest[at] < 0) continue;
      nearest[at] = Math.min(nearest[at], distance(at, next));
    }
    nearest[next] = -1;
  }
  return chosen;
}
