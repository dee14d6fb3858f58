// AssemblyScript's compiler: makes the kernels of backend `exact`. Used when they
// are built and when a test builds them again, never at run time.
// @ts-types="./assemblyscript_types.d.ts"
export { default } from "npm:assemblyscript@0.28.20/asc";
