// TensorFlow.js: of what its umbrella package `@tensorflow/tfjs` re-exports, the parts that are used here, of the same
// version and release. The whole of it is 212 MB more to fetch. Import this file only where tensors are used: `--help`,
// `verify` and everything that only reads artifacts must start without it.
import "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
export * from "npm:@tensorflow/tfjs-core@4.22.0";
