// Name and version of the package, as deno.json has them; read from there so
// that they stand in one place.
import config from "../deno.json" with { type: "json" };

/** Name and version of this package. */
export const PACKAGE: { readonly name: string; readonly version: string } = {
  name: config.name,
  version: config.version,
};
