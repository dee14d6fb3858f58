// The in-toto statement and the RO-Crate of a run, as far as their rules can be
// said here; tests/reference/ro_crate.py asks the community's own validators.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { manifestFiles } from "../lib/pipeline/manifest_file.ts";
import { runTiny } from "./support/tiny_run.ts";

const { files, manifest } = await runTiny();
const text = (path: string) => new TextDecoder().decode(files[path]);

interface Entity {
  readonly "@id": string;
  readonly "@type": string | readonly string[];
  readonly [key: string]: unknown;
}
const graph: Entity[] = JSON.parse(text("ro-crate-metadata.json"))["@graph"];
const entity = (id: string) => graph.find((each) => each["@id"] === id);

Deno.test("manifestFiles gives the same bytes for the same manifest", () => {
  const again = manifestFiles(structuredClone(manifest));
  for (const [path, bytes] of Object.entries(again)) {
    assertEquals(bytes, files[path], path);
  }
});

Deno.test("statementText names every artifact and the manifest by digest", () => {
  const statement = JSON.parse(text("provenance.intoto.json"));
  assertEquals(statement._type, "https://in-toto.io/Statement/v1");
  assertEquals(statement.predicateType, "https://slsa.dev/provenance/v1");
  const subjects = statement.subject as {
    name: string;
    digest: { sha256: string };
  }[];
  assertEquals(
    subjects.map(({ name }) => name),
    ["manifest.json", ...manifest.artifacts.map(({ path }) => path)],
  );
  for (const { name, digest } of subjects) {
    assertEquals(digest.sha256, sha256(files[name]), name);
  }
  const { config } = statement.predicate.buildDefinition.externalParameters;
  assertEquals(config.digest.sha256, sha256(files["config.json"]));
});

Deno.test("roCrateText describes every file of the run with its digest", () => {
  const paths = Object.keys(files).filter((path) =>
    path !== "ro-crate-metadata.json"
  );
  const root = entity("./")!;
  const parts = (root.hasPart as { "@id": string }[]).map((part) =>
    part["@id"]
  );
  const inside = parts.filter((id) => !id.startsWith("ni:"));
  assertEquals(inside.toSorted(), paths.toSorted());
  for (const path of paths) {
    assertEquals(entity(path)?.sha256, sha256(files[path]), path);
    assertEquals(entity(path)?.contentSize, String(files[path].length), path);
  }
  assertMatch(String(root.datePublished), /^\d{4}-\d{2}-\d{2}$/);
});

Deno.test("roCrateText names each input by its digest, as RFC 6920 does", () => {
  const inputs = graph.filter((each) => each["@id"].startsWith("ni:"));
  assertEquals(inputs.length, manifest.inputs.length);
  for (
    const [at, { sha256: digest, bytes, path }] of manifest.inputs.entries()
  ) {
    const text = inputs[at]["@id"].replace("ni:///sha-256;", "")
      .replaceAll("-", "+").replaceAll("_", "/");
    const hex = [...atob(text)].map((letter) =>
      letter.charCodeAt(0).toString(16).padStart(2, "0")
    ).join("");
    assertEquals(hex, digest);
    assertEquals(inputs[at].sha256, digest);
    assertEquals(inputs[at].contentSize, String(bytes));
    assertEquals(inputs[at].name, path);
  }
});

Deno.test("roCrateText refers to nothing that it does not describe, and names nothing twice", () => {
  const ids = graph.map((each) => each["@id"]);
  assertEquals(new Set(ids).size, ids.length);
  const references: string[] = [];
  const walk = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      const keys = Object.keys(value);
      if (keys.length === 1 && keys[0] === "@id") {
        references.push((value as { "@id": string })["@id"]);
      } else Object.values(value).forEach(walk);
    }
  };
  graph.forEach((each) => walk({ ...each, "@id": undefined }));
  const outside = references.filter((id) =>
    !ids.includes(id) && !id.startsWith("https://")
  );
  assertEquals(outside, []);
});

Deno.test("roCrateText has an action for the run and for each stage", () => {
  const actions = graph.filter((each) => each["@type"] === "CreateAction");
  const stages = manifest.stages.filter(({ name }) => name !== "config");
  assertEquals(actions.length, 1 + stages.length);
  for (const { name } of stages) assert(entity(`#run-${name}`), name);
  assertEquals(
    entity("config.json")?.["@type"],
    ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
  );
});
