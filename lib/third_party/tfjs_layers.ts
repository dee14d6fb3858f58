// TensorFlow.js with its layers: what writes models that a stock TensorFlow.js
// loads. Nothing that predicts needs them.
export * from "./tfjs.ts";
export * from "npm:@tensorflow/tfjs-layers@4.22.0";
