// All validation schemes. To add one: a file beside this one with a function
// from samples to named splits and its parameters, and a row here and in
// lib/study/schema.ts.
import { type GivenConfig, givenSplits } from "./given.ts";
import { holdOut, type HoldOutConfig } from "./hold_out.ts";
import { readWhole } from "../formats/containers/content.ts";
import { kennardStone, type KennardStoneConfig } from "./kennard_stone.ts";
import { kFold, type KFoldConfig } from "./k_fold.ts";
import {
  leaveOneGroupOut,
  type LeaveOneGroupOutConfig,
} from "./leave_one_group_out.ts";
import type { NamedSplit, SchemeSubject } from "./scheme.ts";

/** Parameters of any scheme. */
export type SchemeConfig =
  | HoldOutConfig
  | KFoldConfig
  | LeaveOneGroupOutConfig
  | KennardStoneConfig
  | GivenConfig;

/**
 * Makes the splits of a scheme.
 *
 * @param subject Spectra, groups and values of all samples.
 * @param config The scheme and its parameters.
 * @throws {InputError} If the samples do not allow it, or a file is not sound.
 */
export async function makeSplits(
  subject: SchemeSubject,
  config: SchemeConfig,
): Promise<NamedSplit[]> {
  switch (config.kind) {
    case "hold-out":
      return holdOut(subject, config);
    case "k-fold":
      return kFold(subject, config);
    case "leave-one-group-out":
      return leaveOneGroupOut(subject, config);
    case "kennard-stone":
      return kennardStone(subject, config);
    case "given":
      return givenSplits(
        subject,
        await readSplits(config.file),
        config.file,
      );
  }
}

/** No file of splits is larger. */
const LARGEST = 1 << 26;

async function readSplits(path: string): Promise<string> {
  const bytes = await readWhole(path, LARGEST, "a file of splits");
  return new TextDecoder().decode(bytes);
}
