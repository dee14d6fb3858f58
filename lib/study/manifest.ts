// The manifest of a study: every member and every table and figure by digest.
// No clock, no host, no number of threads: the same study gives it again.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { InputError } from "../errors.ts";
import { readWhole } from "../formats/containers/content.ts";
import type {
  HashedFile,
  InputFile,
  Source,
} from "../provenance/manifest_types.ts";
import { dependencyRoute } from "../provenance/environment.ts";
import { z } from "../third_party/zod.ts";
import { PACKAGE } from "../version.ts";
import type { Job, MemberName } from "./job.ts";
import type { MemberFile } from "./store.ts";

/** Name of a study's manifest, as of a run's. */
export const STUDY_MANIFEST = "manifest.json";

/** What the manifest of a study says it is. */
export const STUDY_FORMAT = "stibnite-study";

const VERSION = 1;

/** A study's manifest. */
export interface StudyManifest {
  readonly format: typeof STUDY_FORMAT;
  readonly version: number;
  readonly package: { readonly name: string; readonly version: string };
  /** The code, as in the digests of members. */
  readonly program: string;
  readonly source: Source;
  readonly environment: Readonly<Record<string, string>>;
  readonly inputs: readonly InputFile[];
  readonly members: readonly {
    readonly key: string;
    readonly name: MemberName;
    readonly files: readonly MemberFile[];
  }[];
  readonly artifacts: readonly HashedFile[];
}

/** Makes the manifest of a study. */
export function createStudyManifest(
  { program, source, inputs, members, artifacts }: {
    readonly program: string;
    readonly source: Source;
    readonly inputs: readonly InputFile[];
    readonly members: readonly (Pick<Job, "key" | "name"> & {
      readonly files: readonly MemberFile[];
    })[];
    readonly artifacts: readonly HashedFile[];
  },
): StudyManifest {
  return {
    format: STUDY_FORMAT,
    version: VERSION,
    package: { name: PACKAGE.name, version: PACKAGE.version },
    program,
    source,
    environment: {
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      os: Deno.build.os,
      arch: Deno.build.arch,
      backend: "exact",
      dependencies: dependencyRoute(),
    },
    inputs,
    members: members.map(({ key, name, files }) => ({ key, name, files })),
    artifacts,
  };
}

/** Writes a manifest. */
export function encodeStudyManifest(
  manifest: StudyManifest,
): Uint8Array<ArrayBuffer> {
  const plain = JSON.parse(JSON.stringify(manifest));
  return new TextEncoder().encode(canonicalJson(plain));
}

const file = z.object({
  path: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/).refine((path) =>
    !path.split("/").includes("..")
  ),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
});

const schema = z.object({
  format: z.literal(STUDY_FORMAT),
  version: z.literal(VERSION),
  program: z.string(),
  inputs: z.array(z.object({
    role: z.string(),
    path: z.string(),
    sha256: z.string(),
    bytes: z.int(),
  })),
  members: z.array(z.object({
    key: z.string().regex(/^[0-9a-f]{32}$/),
    name: z.object({ model: z.string(), target: z.string() }).loose(),
    files: z.array(file),
  })),
  artifacts: z.array(file),
}).loose();

/** No manifest is larger. */
const LARGEST = 1 << 28;

/**
 * Reads the manifest of a study.
 *
 * @param folder The study.
 * @throws {InputError} If there is none, or it is not one.
 */
export async function readStudyManifest(
  folder: string,
): Promise<StudyManifest> {
  const path = `${folder}/${STUDY_MANIFEST}`;
  const bytes = await readWhole(path, LARGEST, "the manifest of a study");
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return schema.parse(value) as unknown as StudyManifest;
  } catch {
    throw new InputError(
      `${path}: is not the manifest of a study; expected format ` +
        `${STUDY_FORMAT}, version ${VERSION}`,
    );
  }
}

/**
 * Whether a folder has the manifest of a study.
 *
 * @param folder A finished run or study.
 */
export async function isStudy(folder: string): Promise<boolean> {
  try {
    const text = await Deno.readTextFile(`${folder}/${STUDY_MANIFEST}`);
    return JSON.parse(text).format === STUDY_FORMAT;
  } catch {
    return false; // Whoever reads it next says what is wrong with it.
  }
}
