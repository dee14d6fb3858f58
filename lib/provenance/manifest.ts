// The manifest of a run: every artifact by digest, with the stage that made
// it, what that stage read, and what is claimed about it. Canonical JSON
// without a clock, so that the same run gives the same manifest.
import { z } from "../third_party/zod.ts";
import { InputError } from "../errors.ts";
import type { Manifest } from "./manifest_types.ts";

/** Version of the manifest's format that this package writes and reads. */
export const MANIFEST_VERSION = 1;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const claimSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("exact") }),
  z.strictObject({
    kind: z.literal("tolerance"),
    metric: z.string(),
    bound: z.number().nonnegative(),
    against: z.string(),
  }),
  z.strictObject({ kind: z.literal("not-checked") }),
]);

const fileSchema = z.strictObject({
  path: z.string().min(1),
  sha256: digest,
  bytes: z.int().nonnegative(),
});

const artifactSchema = fileSchema.extend({
  media_type: z.string(),
  stage: z.string(),
  claim: claimSchema,
});

const stageSchema = z.strictObject({
  name: z.string(),
  /** Digests of what the stage read: input files or other artifacts. */
  inputs: z.array(digest),
  /** Paths of the artifacts that it made. */
  outputs: z.array(z.string()),
});

const environmentSchema = z.strictObject({
  deno: z.string(),
  v8: z.string(),
  typescript: z.string(),
  os: z.string(),
  arch: z.string(),
  backend: z.strictObject({
    name: z.enum(["webgpu", "exact"]),
    adapter: z.record(z.string(), z.string()).nullable(),
    software: z.boolean(),
    threads: z.int().positive(),
  }),
  dependencies: z.enum(["jsr", "npm"]),
  lock_sha256: digest.nullable(),
});

const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal("stibnite-manifest"),
  version: z.literal(MANIFEST_VERSION),
  package: z.strictObject({ name: z.string(), version: z.string() }),
  run: z.strictObject({
    name: z.string(),
    title: z.string(),
    protocol: z.enum(["published", "honest"]),
    synthetic: z.boolean(),
  }),
  config_sha256: digest,
  seeds: z.record(z.string(), z.int()),
  environment: environmentSchema,
  inputs: z.array(fileSchema.extend({ role: z.string() })),
  stages: z.array(stageSchema),
  artifacts: z.array(artifactSchema),
});

/**
 * Reads a manifest and checks its shape.
 *
 * @param text The JSON text.
 * @param source Where it stands, for messages.
 * @throws {InputError} If it is not a manifest of a version that is known.
 */
export function parseManifest(text: string, source: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${source}: not JSON (${(error as Error).message})`);
  }
  const { format, version } = (value ?? {}) as Record<string, unknown>;
  if (format === "stibnite-manifest" && version !== MANIFEST_VERSION) {
    throw new InputError(
      `${source}: manifest version ${version}; this package reads version ` +
        `${MANIFEST_VERSION}`,
    );
  }
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError(
    `${source}: not a manifest: ${issue.path.join(".") || "top level"}: ` +
      issue.message,
  );
}
