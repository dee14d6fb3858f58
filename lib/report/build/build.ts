// Makes bundle.ts: the page's own scripts with everything they import, as one
// text. Run it after a change to lib/report/page or to what that imports:
//
//     deno task bundle
//
// It always takes the npm route, so that the bundle does not depend on where it
// is made; `--print` writes to stdout instead.
const HERE = new URL(".", import.meta.url);
const ROOT = new URL("../../../", HERE);
const BUNDLE = new URL("../bundle.ts", HERE);

// The same packages as everywhere, but what reads and writes CSV as browsers
// need it: the other ones ask for Node's Buffer.
const NPM = new URL("lib/third_party/npm/import_map.json", ROOT);
const { imports } = JSON.parse(await Deno.readTextFile(NPM));
const NODE = ["npm:csv-parse@7.0.3", "npm:csv-stringify@6.9.0"];
// Of deno.json a page needs name and version: a change of a task is no change of
// the bundle.
const CONFIG = new URL("deno.json", ROOT);
const ABOUT = new URL("about.json", HERE);
const [config, about] = await Promise.all(
  [CONFIG, ABOUT].map(async (file) =>
    JSON.parse(await Deno.readTextFile(file))
  ),
);
if (config.name !== about.name || config.version !== about.version) {
  console.error(
    `lib/report/build/about.json: is ${about.name} ${about.version}; expected ` +
      `${config.name} ${config.version}, as in deno.json`,
  );
  Deno.exit(1);
}
// What would make a page large, what only a graphics processor is for, and what
// needs Node's streams or Buffer.
const LEFT_OUT = new URL("lib/report/page/left_out.ts", ROOT);
const MODULES = [
  "lib/backend/matrix_product.ts",
  "lib/backend/webgpu/device_images.ts",
  "lib/formats/containers/bunzip.ts",
  "lib/formats/containers/gunzip.ts",
  "lib/formats/containers/unxz.ts",
  "lib/formats/containers/unzstd.ts",
  "lib/model/keras/decode_keras.ts",
  "lib/model/keras/keras_extra.ts",
  "lib/spectra/tables/parquet_spectra.ts",
];
const map = {
  imports: {
    ...Object.fromEntries(
      MODULES.map((path) => [new URL(path, ROOT).href, LEFT_OUT.href]),
    ),
    [CONFIG.href]: ABOUT.href,
    ...Object.fromEntries(
      Object.entries<string>(imports).map(([name, target]) => [
        name,
        target.startsWith("./") ? new URL(target, NPM).href : target,
      ]),
    ),
    ...Object.fromEntries(
      NODE.map((name) => [`${name}/sync`, `${name}/browser/esm/sync`]),
    ),
  },
};

const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
  args: [
    ...["bundle", "--quiet"],
    `--import-map=data:application/json,${
      encodeURIComponent(JSON.stringify(map))
    }`,
    ...["--lock=lib/third_party/npm/deno.lock", "--frozen"],
    ...["--platform=browser", "--format=iife", "--minify"],
    "lib/report/page/page.ts",
  ],
  cwd: ROOT,
}).output();
const decoder = new TextDecoder();
if (!success) {
  console.error(decoder.decode(stderr).trim());
  Deno.exit(1);
}
const text = `// Made by build/build.ts from page/; not written by hand.
// deno-fmt-ignore-file
/** The scripts of a report. */
export const BUNDLE: string = ${JSON.stringify(decoder.decode(stdout))};
`;
if (Deno.args.includes("--print")) {
  await Deno.stdout.write(new TextEncoder().encode(text));
} else await Deno.writeTextFile(BUNDLE, text);
