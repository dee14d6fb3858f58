// The manifest of a run: every artifact by digest, with the stage that made
// it, what that stage read, and what is claimed about it. Canonical JSON
// without a clock, so that the same run gives the same manifest.
import { z } from "../third_party/zod.ts";
import { InputError } from "../errors.ts";
import type { Manifest } from "./manifest_types.ts";

/** Version of the manifest's format that this package writes and reads. */
export const MANIFEST_VERSION = 2;

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
  parameters: z.record(z.string(), z.json())
    .describe("The parts of the config that decide what the stage does"),
  inputs: z.array(z.strictObject({ path: z.string(), sha256: digest }))
    .describe("What it read: inputs of the run or other artifacts"),
  outputs: z.array(z.string()).describe("Paths of the artifacts it made"),
});

const levelSchema = z.strictObject({
  level: z.literal([1, 2, 3]),
  what: z.string(),
  where: z.string(),
  claim: claimSchema,
});

const sourceSchema = z.strictObject({
  git: z.strictObject({
    commit: z.string().regex(/^[0-9a-f]{40,64}$/),
    changes: z.array(
      z.strictObject({ path: z.string(), sha256: digest.nullable() }),
    ),
    changes_sha256: digest.nullable(),
  }).nullable(),
  citable: z.boolean(),
  reason: z.string().nullable(),
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

const manifestShape = z.strictObject({
  format: z.literal("stibnite-manifest"),
  version: z.literal(MANIFEST_VERSION),
  package: z.strictObject({ name: z.string(), version: z.string() }),
  run: z.strictObject({
    name: z.string(),
    title: z.string(),
    protocol: z.enum(["published", "honest"]),
    synthetic: z.boolean(),
  }),
  taken_as: z.string().optional()
    .describe("What the numbers of the spectra were taken as"),
  config_sha256: digest,
  seeds: z.record(z.string(), z.int()),
  source: sourceSchema,
  levels: z.array(levelSchema),
  environment: environmentSchema,
  inputs: z.array(fileSchema.extend({ role: z.string() })),
  looked_for: z.array(z.string()).min(1).optional()
    .describe("Where the run looked for a file and found none"),
  stages: z.array(stageSchema),
  artifacts: z.array(artifactSchema),
});
const manifestSchema: z.ZodType<Manifest> = manifestShape;

/**
 * The JSON Schema of a manifest, as `manifest.schema.json` beside this file
 * holds it.
 */
export function manifestJsonSchema(): string {
  const schema = z.toJSONSchema(manifestShape);
  return JSON.stringify(
    { ...schema, title: "Stibnite manifest, version 2" },
    null,
    2,
  ) + "\n";
}

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
