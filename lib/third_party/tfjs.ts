// TensorFlow.js: the umbrella package that the project is built on. Import this file only where tensors are used:
// `--help`, `verify` and everything that only reads artifacts must start without it.
export * from "npm:@tensorflow/tfjs@4.22.0";
