// Says what machine this is, as JSON.
import { cpus } from "node:os";

const models = new Set(cpus().map(({ model }) => model.trim()));
console.log(JSON.stringify({
  processor: [...models].join(", ") || Deno.build.arch,
  cores: navigator.hardwareConcurrency,
  system: `${Deno.build.os} ${Deno.build.arch}`,
  deno: Deno.version.deno,
}));
