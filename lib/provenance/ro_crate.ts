// A run as an RO-Crate 1.2: what its files are, in words that other tools know
// (Workflow Run Crate 0.5). It follows from the manifest alone and has no clock
// of its own, so that `verify` can make it again.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { mediaType } from "../artifacts/store.ts";
import { ARTICLE, PACKAGE } from "../version.ts";
import { type ManifestFile, STATEMENT } from "./in_toto.ts";
import type { Manifest, Stage } from "./manifest_types.ts";

/** Name of the crate's metadata inside a run. */
export const CRATE = "ro-crate-metadata.json";

type Entity = Readonly<Record<string, unknown>> & { readonly "@id": string };
type Reference = { readonly "@id": string };

const CONTEXT = "https://w3id.org/ro/crate/1.2/context";

/** Profiles that the crate conforms to, by name. */
const PROFILES: Readonly<Record<string, string>> = {
  "Process Run Crate": "https://w3id.org/ro/wfrun/process/0.5",
  "Workflow Run Crate": "https://w3id.org/ro/wfrun/workflow/0.5",
  "Workflow RO-Crate": "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
};

const LICENCE = "https://spdx.org/licenses/MIT";
const AUTHORS = "#authors";
const WORKFLOW = "config.json";
const LANGUAGE = "#typescript";
const ENGINE = "https://deno.com/";
const RUN = "#run";

const to = (id: string): Reference => ({ "@id": id });

/** What a file of a run is, for people; by its name. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "channel_scale.json": "What the channels of the images were scaled by",
  "coverage.json": "How many values lie inside of their intervals",
  "domain.json": "What the training spectra are like",
  "ensemble.csv": "Values that each member of the ensemble predicts",
  "features.json": "What the network makes of the training spectra",
  "history.csv": "Loss and RMSE of each epoch",
  "intervals.csv": "Intervals of the samples that nothing has learnt from",
  "metrics.json": "Figures of merit of each part",
  "model/model.json": "The trained network, a TensorFlow.js LayersModel",
  "model/weights.bin": "Its weights, float32, little-endian",
  "report.html": "What was done and how good it is, for people",
  "predictions.csv": "Measured and predicted values of each sample",
  "preprocess.json": "What the pre-treatments were fitted to",
  "grid.json": "Wavelengths, quantity and replicates of the spectra",
  "samples.csv": "Samples with their parts and measured values",
  "spectrograms.npy": "The network's input, float32 [samples, bins, frames, " +
    "channels]",
  "waveform.csv": "The spectrum that a figure shows",
};

/**
 * Writes the metadata of a run as an RO-Crate.
 *
 * @param file The run's manifest.
 * @param statement Digest and size of the in-toto statement beside it.
 * @returns Canonical JSON-LD.
 */
export function roCrateText(
  file: ManifestFile,
  statement: { readonly sha256: string; readonly bytes: number },
): string {
  const { manifest } = file;
  const files = fileEntities(file, statement);
  const inputs = inputEntities(manifest);
  const { formal, values } = parameterEntities(manifest);
  const used = [...inputs, ...values].map((entity) => to(entity["@id"]));
  return canonicalJson({
    "@context": CONTEXT,
    "@graph": [
      {
        "@id": CRATE,
        "@type": "CreativeWork",
        about: to("./"),
        // The profiles rest on 1.1, whose words 1.2 keeps.
        conformsTo: [
          to("https://w3id.org/ro/crate/1.2"),
          to("https://w3id.org/ro/crate/1.1"),
          to(PROFILES["Workflow RO-Crate"]),
        ],
      },
      rootEntity(manifest, [...files, ...inputs]),
      ...files,
      ...inputs,
      ...formal,
      ...values,
      {
        "@id": RUN,
        "@type": "CreateAction",
        name: `Run ${manifest.run.name}`,
        description: describe(manifest),
        actionStatus: "http://schema.org/CompletedActionStatus",
        agent: to(AUTHORS),
        instrument: to(WORKFLOW),
        object: used,
        result: files.filter(isResult).map((entity) => to(entity["@id"])),
      },
      ...stepEntities(manifest),
      ...contextEntities(manifest),
    ],
  });
}

/** The package as a package URL. */
function packageId({ package: { name, version } }: Manifest): string {
  return `pkg:jsr/${name}@${version}`;
}

/** What the run made: not its config, nor what describes it. */
function isResult(entity: Entity): boolean {
  return ![WORKFLOW, "manifest.json", STATEMENT].includes(entity["@id"]);
}

function describe({ run, environment }: Manifest): string {
  return `${run.title}: ${run.protocol} protocol, ` +
    `${run.synthetic ? "synthetic" : "measured"} data, backend ` +
    environment.backend.name;
}

function rootEntity(manifest: Manifest, files: readonly Entity[]): Entity {
  return {
    "@id": "./",
    "@type": "Dataset",
    name: `Run ${manifest.run.name}`,
    description: describe(manifest),
    datePublished: PACKAGE.date,
    license: to(LICENCE),
    author: to(AUTHORS),
    publisher: to(AUTHORS),
    keywords: "soil spectroscopy, antimony, spectrogram, reproducibility",
    conformsTo: Object.values(PROFILES).map(to),
    citation: to(ARTICLE.id),
    mainEntity: to(WORKFLOW),
    mentions: [RUN, ...steps(manifest).map(runId)].map(to),
    hasPart: files.map((entity) => to(entity["@id"])),
  };
}

function fileEntities(
  { manifest, sha256, bytes }: ManifestFile,
  statement: { readonly sha256: string; readonly bytes: number },
): Entity[] {
  const entity = (
    path: string,
    file: { readonly sha256: string; readonly bytes: number },
    [name, format]: readonly [string, string],
  ) => ({
    "@id": path,
    "@type": "File",
    name,
    encodingFormat: format,
    contentSize: String(file.bytes),
    sha256: file.sha256,
    license: to(LICENCE),
  });
  return [
    ...manifest.artifacts.map((artifact) => {
      const { path, media_type } = artifact;
      const name = DESCRIPTIONS[path] ??
        (path.startsWith("figures/") ? `Figure ${path.slice(8)}` : path);
      const file = entity(path, artifact, [name, media_type]);
      return path === WORKFLOW ? { ...file, ...workflow(manifest) } : file;
    }),
    entity("manifest.json", { sha256, bytes }, [
      "The manifest: every artifact by digest, and what is claimed of it",
      "application/json",
    ]),
    entity(STATEMENT, statement, [
      "In-toto statement with SLSA provenance",
      "application/vnd.in-toto+json",
    ]),
  ];
}

/** The config decides every stage: it is the workflow as it was run. */
function workflow(manifest: Manifest): Readonly<Record<string, unknown>> {
  const { formal } = parameterEntities(manifest);
  return {
    "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
    name: `Workflow ${manifest.run.name}`,
    description: "The pipeline as configured: spectra to spectrograms, " +
      "split, network, figures of merit, figures",
    programmingLanguage: to(LANGUAGE),
    author: to(AUTHORS),
    creator: to(AUTHORS),
    license: to(LICENCE),
    input: formal.map((entity) => to(entity["@id"])),
    step: steps(manifest).map((stage) => to(stepId(stage))),
    version: manifest.package.version,
    conformsTo: to(
      "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE",
    ),
    hasPart: to(packageId(manifest)),
  };
}

function steps({ stages }: Manifest): Stage[] {
  return stages.filter(({ name }) => name !== "config");
}

const stepId = ({ name }: Stage) => `#step-${name}`;
const runId = ({ name }: Stage) => `#run-${name}`;

/** A list of one is written as its one element. */
function several<T>(list: readonly T[]): T | readonly T[] {
  return list.length === 1 ? list[0] : list;
}

function stepEntities(manifest: Manifest): Entity[] {
  const known = new Set(manifest.artifacts.map(({ path }) => path));
  return steps(manifest).flatMap((stage, at): Entity[] => [
    {
      "@id": stepId(stage),
      "@type": "HowToStep",
      name: stage.name,
      position: String(at + 1),
      workExample: to(packageId(manifest)),
    },
    {
      "@id": runId(stage),
      "@type": "CreateAction",
      name: `Stage ${stage.name}`,
      description: `Stage ${stage.name} of run ${manifest.run.name}`,
      actionStatus: "http://schema.org/CompletedActionStatus",
      agent: to(AUTHORS),
      instrument: to(packageId(manifest)),
      object: several(
        stage.inputs.map(({ path, sha256 }) =>
          to(known.has(path) ? path : inputId(sha256))
        ),
      ),
      result: several(stage.outputs.map(to)),
    },
  ]);
}

/** A file that lies outside the crate, as RFC 6920 names it by its digest. */
function inputId(sha256: string): string {
  const bytes = sha256.match(/../g)!.map((pair) => parseInt(pair, 16));
  const digest = btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `ni:///sha-256;${digest}`;
}

function inputEntities({ inputs }: Manifest): Entity[] {
  const byDigest = new Map(inputs.map((input) => [input.sha256, input]));
  return [...byDigest.values()].map(({ path, role, sha256, bytes }) => ({
    "@id": inputId(sha256),
    "@type": "File",
    name: path,
    description: `Input: ${role}`,
    encodingFormat: mediaType(path),
    contentSize: String(bytes),
    sha256,
    exampleOfWork: to(`#parameter-${slug(role)}`),
  }));
}

const slug = (text: string) => text.replaceAll(/[^A-Za-z0-9_.-]+/g, "-");

/** Every number of the config, as a formal parameter and as its value. */
function parameterEntities(manifest: Manifest) {
  const formal: Entity[] = [];
  const values: Entity[] = [];
  const seen = new Set<string>();
  const add = (name: string, value: unknown) => {
    if (seen.has(name)) return;
    seen.add(name);
    formal.push({
      "@id": `#parameter-${slug(name)}`,
      "@type": "FormalParameter",
      additionalType: typeof value === "number"
        ? "Float"
        : typeof value === "boolean"
        ? "Boolean"
        : "Text",
      name,
      valueRequired: "False",
    });
    values.push({
      "@id": `#value-${slug(name)}`,
      "@type": "PropertyValue",
      name,
      value: String(value),
      exampleOfWork: to(`#parameter-${slug(name)}`),
    });
  };
  for (const { parameters } of manifest.stages) {
    for (const [name, value] of flatten(parameters)) add(name, value);
  }
  for (const { role } of manifest.inputs) {
    if (seen.has(role)) continue;
    seen.add(role);
    formal.push({
      "@id": `#parameter-${slug(role)}`,
      "@type": "FormalParameter",
      additionalType: "File",
      name: role,
      valueRequired: "True",
    });
  }
  return { formal, values };
}

function flatten(value: unknown, at = ""): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[at, value]];
  return Object.keys(value).sort().flatMap((key) =>
    flatten(
      (value as Record<string, unknown>)[key],
      at === "" ? key : `${at}.${key}`,
    )
  );
}

function contextEntities(manifest: Manifest): Entity[] {
  const { environment } = manifest;
  return [
    ...Object.entries(PROFILES).map(([name, id]) => ({
      "@id": id,
      "@type": ["CreativeWork", "Profile"],
      name,
      version: id.split("/").at(-1),
    })),
    {
      "@id": LICENCE,
      "@type": "CreativeWork",
      name: "MIT License",
      identifier: LICENCE,
      description: "Short and permissive: keep the copyright notice.",
    },
    {
      "@id": AUTHORS,
      "@type": "Organization",
      name: "Stibnite contributors",
      url: ARTICLE.id,
    },
    {
      "@id": ARTICLE.id,
      "@type": "ScholarlyArticle",
      name: ARTICLE.title,
      datePublished: ARTICLE.date,
    },
    {
      "@id": packageId(manifest),
      "@type": "SoftwareApplication",
      name: manifest.package.name,
      softwareVersion: manifest.package.version,
      url: packageId(manifest),
      license: to(LICENCE),
      softwareRequirements: to(ENGINE),
    },
    {
      "@id": LANGUAGE,
      "@type": "ComputerLanguage",
      name: "TypeScript",
      version: environment.typescript,
      identifier: "https://www.typescriptlang.org/",
      url: "https://www.typescriptlang.org/",
    },
    {
      "@id": ENGINE,
      "@type": "SoftwareApplication",
      name: "Deno",
      softwareVersion: environment.deno,
      url: "https://deno.com/",
    },
  ];
}
