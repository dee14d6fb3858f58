// HDF5 files: NIST's WebAssembly build of the HDF Group's library.
export * from "npm:h5wasm@0.10.3";
