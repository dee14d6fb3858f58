// TensorFlow.js: of what the umbrella package `@tensorflow/tfjs` re-exports, the parts that are used here. The whole
// of it is 200 MB more, which nobody should wait for. Import this file only
// where tensors are used: `--help`, `verify` and everything that only reads artifacts must start without it.
import "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
export * from "npm:@tensorflow/tfjs-core@4.22.0";
export * from "npm:@tensorflow/tfjs-layers@4.22.0";
