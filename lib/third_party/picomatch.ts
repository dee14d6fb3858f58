// Wildcards in paths. The part that asks nothing of the system: paths here have
// slashes.
// @ts-types="./picomatch_types.d.ts"
import picomatch from "npm:picomatch@4.0.7/posix.js";
export { picomatch };
