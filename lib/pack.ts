// A finished run as one archive that can be checked anywhere: the run, the
// source that made it at its commit, and a page that says how to check both.
// Its bytes follow from what is in it, so that every one of them counts.
import { sha256 } from "./artifacts/sha256.ts";
import { listFiles } from "./artifacts/store.ts";
import { type Files, packFiles, unpackFiles } from "./artifacts/zip.ts";
import { InputError } from "./errors.ts";
import {
  COMPANIONS,
  MANIFEST,
  readManifest,
} from "./pipeline/manifest_file.ts";
import type { Manifest } from "./provenance/manifest_types.ts";
import { ZENODO, zenodoText } from "./provenance/zenodo.ts";
import { RUN_FOLDER } from "./run_folder.ts";
import type { Finding } from "./verify/finding.ts";

/** Folder of the source inside an archive. */
const SOURCE_FOLDER = "source";
const INPUT_FOLDER = "inputs";
const README = "README.txt";
const SUMS = "SHA256SUMS";

/**
 * Packs a run.
 *
 * @param folder The run; it should verify.
 * @param source The source at the run's commit, by path; null if there is none.
 * @param options `withData`: whether the files that the run read go in, too.
 * @returns A zip archive; the same run, source and options give the same bytes.
 * @throws {InputError} If the folder holds no finished run, or its inputs are
 * asked for and are no longer what it read.
 */
export async function packRun(
  folder: string,
  source: Files | null,
  { withData = false }: { readonly withData?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const manifest = await readManifest(folder);
  const files: Record<string, Uint8Array> = {};
  const paths = [
    MANIFEST,
    ...COMPANIONS,
    ...manifest.artifacts.map(({ path }) => path),
  ];
  const there = new Set(await listFiles(folder));
  for (const path of paths) {
    if (!there.has(path)) {
      throw new InputError(
        `${folder}: has no ${path}; expected a finished run`,
      );
    }
    files[`${RUN_FOLDER}/${path}`] = await Deno.readFile(`${folder}/${path}`);
  }
  for (const [path, bytes] of Object.entries(source ?? {})) {
    files[`${SOURCE_FOLDER}/${path}`] = bytes;
  }
  if (withData) Object.assign(files, await readInputs(manifest));
  files[ZENODO] = encode(zenodoText(manifest, withData));
  files[README] = encode(
    readme(manifest, { withSource: source !== null, withData }),
  );
  return packFiles({ ...files, [SUMS]: encode(sums(files)) });
}

/** Two inputs may have one name, but not one name and one digest. */
function inputName({ path, sha256 }: { path: string; sha256: string }): string {
  const name = path.split(/[\\/]/).at(-1);
  return `${INPUT_FOLDER}/${sha256.slice(0, 16)}/${name}`;
}

async function readInputs(
  { inputs }: Manifest,
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const input of inputs) {
    const bytes = await Deno.readFile(input.path).catch(() => null);
    if (bytes === null || sha256(bytes) !== input.sha256) {
      throw new InputError(
        `${input.path}: ${
          bytes === null ? "cannot be read" : `has SHA-256 ${sha256(bytes)}`
        }; expected the run's ${input.role}, SHA-256 ${input.sha256}`,
      );
    }
    files[inputName(input)] = bytes;
  }
  return files;
}

/**
 * Unpacks an archive and checks all of it but the run's own claims.
 *
 * @param bytes The archive.
 * @param name Its name, for messages.
 * @returns The run's files by path, and what was found.
 * @throws {InputError} If it is no archive of a run.
 */
export function unpackRun(
  bytes: Uint8Array,
  name: string,
): { readonly run: Files; readonly findings: readonly Finding[] } {
  const files = unpackFiles(bytes, name);
  const run: Record<string, Uint8Array> = {};
  for (const [path, content] of Object.entries(files)) {
    const prefix = `${RUN_FOLDER}/`;
    if (path.startsWith(prefix)) run[path.slice(prefix.length)] = content;
  }
  if (!(MANIFEST in run)) {
    throw new InputError(
      `${name}: has no ${RUN_FOLDER}/${MANIFEST}; expected what ` +
        "`deno task pack` makes",
    );
  }
  const { [SUMS]: listed, ...others } = files;
  const expected = sums(others);
  const found = listed === undefined ? "" : new TextDecoder().decode(listed);
  const wrong = firstDifference(found, expected);
  const same = wrong === null && sha256(packFiles(files)) === sha256(bytes);
  return {
    run,
    findings: [
      {
        subject: SUMS,
        holds: wrong === null,
        finding: wrong === null
          ? `the digests of all ${Object.keys(others).length} files`
          : `has not the digest of ${wrong}`,
      },
      {
        subject: name,
        holds: same,
        finding: same
          ? `packed again: the same bytes, SHA-256 ${sha256(bytes)}`
          : wrong === null
          ? "packed again: other bytes; the archive was changed"
          : "was changed",
      },
    ],
  };
}

function firstDifference(found: string, expected: string): string | null {
  if (found === expected) return null;
  const lines = new Set(found.split("\n"));
  const missing = expected.split("\n").find((line) => !lines.has(line));
  return missing === undefined ? "other files" : missing.slice(66);
}

/** As `sha256sum` writes and checks them. */
function sums(files: Files): string {
  return Object.keys(files).sort()
    .map((path) => `${sha256(files[path])}  ${path}\n`).join("");
}

function readme(
  manifest: Manifest,
  { withSource, withData }: { withSource: boolean; withData: boolean },
): string {
  const { run, source, environment, inputs, config_sha256 } = manifest;
  const { deno } = environment;
  const where = withSource
    ? ["In the folder source/:"]
    : ["In a checkout of the package:"];
  return [
    `${run.name}: ${run.title}`,
    "",
    `Protocol: ${run.protocol}; ` +
    `${run.synthetic ? "synthetic" : "measured"} data; backend ` +
    `${environment.backend.name}; config SHA-256 ${config_sha256}.`,
    source.git
      ? `Source: commit ${source.git.commit}.`
      : "Source: unknown commit.",
    source.citable
      ? "This run may be cited."
      : `This run cannot be cited: ${source.reason}.`,
    "",
    `run/            the run; run/${MANIFEST} says what each file is, and`,
    "                what is claimed of it",
    ...(withSource
      ? ["source/         the package that made it, at that commit"]
      : []),
    ...(withData ? ["inputs/         the files that the run read"] : []),
    ".zenodo.json    title, creators and licence, as Zenodo takes them",
    "SHA256SUMS      the digest of every other file here",
    "",
    "To check the digests alone:",
    "",
    "    sha256sum --check SHA256SUMS",
    "",
    ...where,
    "",
    `    npx -y deno@${deno} task verify ARCHIVE.zip`,
    `    npx -y deno@${deno} task verify ARCHIVE.zip --rerun`,
    "",
    "The first checks digests, and makes split, metrics and figures again from",
    "the archived numbers; the second makes the whole run again.",
    "",
    withData
      ? "Inputs; to run again, each is needed where the run read it:"
      : "Inputs, which lie outside the run:",
    "",
    ...inputs.flatMap((input) => [
      `    ${input.sha256}  ${input.path}`,
      ...(withData ? [`        is ${inputName(input)} here`] : []),
    ]),
    "",
  ].join("\n");
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
