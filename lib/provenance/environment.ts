// What a run depends on besides its config and its inputs. No clock and no
// host name: the manifest is hashed, and the same run must give it again.
import type { OpenBackend } from "../backend/open.ts";
import type { Environment } from "./manifest_types.ts";

/**
 * Tells how the `jsr:` specifiers of this process resolve.
 *
 * @returns `npm` if an import map sends them to the adapters.
 */
export function dependencyRoute(): "jsr" | "npm" {
  const resolved = import.meta.resolve("jsr:@std/csv@1.0.6/parse");
  return resolved.startsWith("jsr:") || /^https?:/.test(resolved)
    ? "jsr"
    : "npm";
}

/**
 * Describes the environment of a run.
 *
 * @param backend The open backend.
 * @param lockSha256 Digest of the lock file, if there is one.
 */
export function describeEnvironment(
  backend: OpenBackend,
  lockSha256: string | null,
): Environment {
  return {
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    typescript: Deno.version.typescript,
    os: Deno.build.os,
    arch: Deno.build.arch,
    backend: {
      name: backend.name,
      adapter: backend.adapter && { ...backend.adapter },
      software: backend.software,
      threads: backend.threads,
    },
    dependencies: dependencyRoute(),
    lock_sha256: lockSha256,
  };
}
