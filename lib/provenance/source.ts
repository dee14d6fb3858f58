// Which source is at work. Tasks may not start programs, so whoever starts them
// asks git and hands over what it said; here it becomes what the manifest says.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { sha256 } from "../artifacts/sha256.ts";
import { InputError } from "../errors.ts";
import type { Change, Source } from "./manifest_types.ts";

/** What git says of a checkout. */
export interface GitState {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Files that differ from it, and new ones among its code. */
  readonly changes: readonly Change[];
}

/** How many changed files a message names. */
const NAMED = 3;

/** The source of a run that nobody asked git about. */
export const UNKNOWN_SOURCE: Source = {
  git: null,
  citable: false,
  reason: "the source is no git checkout, or git could not be asked",
};

/**
 * Says what a manifest says about the source.
 *
 * @param state What git says; null outside a checkout.
 * @param allowDirty Whether files may differ from the commit.
 * @throws {InputError} If files differ and may not; the first are named.
 *
 * @example
 * ```ts
 * import { describeSource } from "./source.ts";
 *
 * const commit = "0123456789abcdef0123456789abcdef01234567";
 * console.log(describeSource({ commit, changes: [] }, false).citable); // true
 * console.log(describeSource(null, false).citable); // false
 * ```
 */
export function describeSource(
  state: GitState | null,
  allowDirty: boolean,
): Source {
  if (state === null) return UNKNOWN_SOURCE;
  const { commit } = state;
  const changes = [...state.changes]
    .sort((a, b) => a.path < b.path ? -1 : 1);
  if (changes.length === 0) {
    return {
      git: { commit, changes, changes_sha256: null },
      citable: true,
      reason: null,
    };
  }
  const names = changes.slice(0, NAMED).map(({ path }) => path).join(", ");
  const more = changes.length > NAMED
    ? ` and ${changes.length - NAMED} more`
    : "";
  if (!allowDirty) {
    throw new InputError(
      `The checkout differs from commit ${commit.slice(0, 12)} in ${names}` +
        `${more}; commit that, or give --allow-dirty for a run that cannot be ` +
        "cited",
    );
  }
  return {
    git: { commit, changes, changes_sha256: sha256(encode(changes)) },
    citable: false,
    reason: `the checkout differs from its commit in ${names}${more}`,
  };
}

function encode(changes: readonly Change[]): Uint8Array {
  return new TextEncoder().encode(canonicalJson(changes));
}

/**
 * Checks that a manifest's source does not contradict itself.
 *
 * @param source What a manifest says.
 * @returns What is wrong, in a sentence; null if nothing is.
 */
export function sourceProblem({ git, citable, reason }: Source): string | null {
  const clean = git !== null && git.changes.length === 0;
  if (citable !== clean) {
    return citable
      ? "claims to be citable, but its source is no clean commit"
      : "says it is not citable, but its source is a clean commit";
  }
  if ((reason === null) !== citable) {
    return "gives a reason exactly where it should not";
  }
  const digest = git === null || git.changes.length === 0
    ? null
    : sha256(encode(git.changes));
  return git !== null && git.changes_sha256 !== digest
    ? "has a digest of changes that is not theirs"
    : null;
}
