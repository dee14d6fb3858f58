// The shape of a manifest. manifest.ts checks it, provenance says why.

/** What is claimed about an artifact's bytes; never just "reproduced". */
export type Claim =
  | { readonly kind: "exact" }
  | {
    readonly kind: "tolerance";
    /** How distance is measured. */
    readonly metric: string;
    /** The most it may be. */
    readonly bound: number;
    /** What it was measured against. */
    readonly against: string;
  }
  | { readonly kind: "not-checked" };

/** A file by its digest. */
export interface HashedFile {
  /** Where it stands, with slashes. */
  readonly path: string;
  /** SHA-256 in small hexadecimal letters. */
  readonly sha256: string;
  /** Size. */
  readonly bytes: number;
}

/** A file that a run read. */
export interface InputFile extends HashedFile {
  /** What it is: spectra, labels, synthetic parameters. */
  readonly role: string;
}

/** A file that a run made. */
export interface Artifact extends HashedFile {
  /** Media type. */
  readonly media_type: string;
  /** The stage that made it. */
  readonly stage: string;
  /** What is claimed about its bytes. */
  readonly claim: Claim;
}

/** Something that a stage read: an input of the run, or an artifact. */
export interface StageInput {
  /** The input's path, or the artifact's inside the run. */
  readonly path: string;
  /** SHA-256 in small hexadecimal letters. */
  readonly sha256: string;
}

/** One stage of a run. */
export interface Stage {
  /** Its name. */
  readonly name: string;
  /** The parts of the config that decide what it does. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What it read: inputs of the run or other artifacts. */
  readonly inputs: readonly StageInput[];
  /** Paths of the artifacts that it made. */
  readonly outputs: readonly string[];
}

/** One level of reproducibility; see provenance/levels.ts. */
export interface Level {
  /** 1 from the archive, 2 again on `exact`, 3 again on `webgpu`. */
  readonly level: 1 | 2 | 3;
  /** What is made again. */
  readonly what: string;
  /** Where the claim holds. */
  readonly where: string;
  /** What is claimed there. */
  readonly claim: Claim;
}

/**
 * A file of the checkout that is not as its commit has it; new ones count only
 * among the code.
 */
export interface Change {
  /** Path in the checkout, with slashes. */
  readonly path: string;
  /** SHA-256 of what it holds now; null if it is gone. */
  readonly sha256: string | null;
}

/** Which source made a run, and whether others can have it. */
export interface Source {
  /** The checkout; null outside of one. */
  readonly git: {
    /** The commit it is at. */
    readonly commit: string;
    /** What differs from the commit, in the order of paths. */
    readonly changes: readonly Change[];
    /** SHA-256 of the changes as canonical JSON; null if there are none. */
    readonly changes_sha256: string | null;
  } | null;
  /** Whether the run may be cited: its source is one that others can have. */
  readonly citable: boolean;
  /** Why not, in a sentence; null if it may. */
  readonly reason: string | null;
}

/** The software and hardware of a run; no clock and no host name. */
export interface Environment {
  /** Version of Deno. */
  readonly deno: string;
  /** Version of V8. */
  readonly v8: string;
  /** Version of TypeScript. */
  readonly typescript: string;
  /** Operating system, as in `Deno.build.os`. */
  readonly os: string;
  /** Processor architecture, as in `Deno.build.arch`. */
  readonly arch: string;
  /** Backend and, on `webgpu`, its adapter. */
  readonly backend: {
    readonly name: "webgpu" | "exact";
    readonly adapter: Readonly<Record<string, string>> | null;
    readonly software: boolean;
    readonly threads: number;
  };
  /** `jsr`: the genuine packages; `npm`: the adapters over npm packages. */
  readonly dependencies: "jsr" | "npm";
  /** SHA-256 of the lock file in use; null if the package came by URL. */
  readonly lock_sha256: string | null;
}

/** The manifest of a run. */
export interface Manifest {
  /** Magic word of the format. */
  readonly format: "stibnite-manifest";
  /** Version of the format. */
  readonly version: 2;
  /** The package that made the run. */
  readonly package: { readonly name: string; readonly version: string };
  /** What was run. */
  readonly run: {
    readonly name: string;
    readonly title: string;
    readonly protocol: "published" | "honest";
    readonly synthetic: boolean;
  };
  /**
   * What the numbers of the spectra were taken as, and who says so, as
   * `grid.json` has it; runs of earlier versions do not say.
   */
  readonly taken_as?: string;
  /** Digest of `config.json`. */
  readonly config_sha256: string;
  /** Every seed by what it starts. */
  readonly seeds: Readonly<Record<string, number>>;
  /** The code that ran. */
  readonly source: Source;
  /** What may be expected of it elsewhere. */
  readonly levels: readonly Level[];
  /** Where it was run. */
  readonly environment: Environment;
  /** What it read. */
  readonly inputs: readonly InputFile[];
  /**
   * Paths where it looked for a file and found none, such as the table of a
   * folder of instruments' files; left out where there are none.
   */
  readonly looked_for?: readonly string[];
  /** What was done, in order. */
  readonly stages: readonly Stage[];
  /** What it made, in the order of paths. */
  readonly artifacts: readonly Artifact[];
}
