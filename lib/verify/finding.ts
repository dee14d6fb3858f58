// What verification finds.

/** One thing that was checked. */
export interface Finding {
  /** A file of the run, or what else was looked at. */
  readonly subject: string;
  /** Whether the claim holds. */
  readonly holds: boolean;
  /** Nothing could be checked: what the claim is about is not here. */
  readonly absent?: true;
  /** What was found. */
  readonly finding: string;
}

/** Everything that was checked. */
export interface Verification {
  /** Whether every claim holds that could be checked. */
  readonly holds: boolean;
  /** Each thing that was checked, in a fixed order. */
  readonly findings: readonly Finding[];
}
