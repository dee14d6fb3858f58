// Compares the artifacts of several runs, one folder each, by the digests in
// their manifests. Exits 1 and names every file that differs.
const [folder, count] = Deno.args;
const runs: { name: string; digests: Map<string, string> }[] = [];
for await (const { name, isDirectory } of Deno.readDir(folder)) {
  if (!isDirectory) continue;
  const text = await Deno.readTextFile(`${folder}/${name}/manifest.json`);
  const artifacts: { path: string; sha256: string }[] =
    JSON.parse(text).artifacts;
  const digests = new Map(artifacts.map(({ path, sha256 }) => [path, sha256]));
  runs.push({ name, digests });
}
runs.sort((a, b) => a.name < b.name ? -1 : 1);
if (runs.length !== Number(count)) {
  console.error(`${folder} has ${runs.length} runs; expected ${count}.`);
  Deno.exit(1);
}

const paths = new Set(runs.flatMap(({ digests }) => [...digests.keys()]));
let differing = 0;
for (const path of [...paths].sort()) {
  const found = runs.map(({ digests }) => digests.get(path) ?? "missing");
  if (new Set(found).size === 1) {
    console.log(`same  ${path}  ${found[0]}`);
    continue;
  }
  differing++;
  runs.forEach(({ name }, at) =>
    console.log(`DIFF  ${path}  ${name}: ${found[at]}`)
  );
}
console.log(
  `${runs.length} runs, ${paths.size} artifacts, ${differing} differ.`,
);
Deno.exit(differing > 0 ? 1 : 0);
