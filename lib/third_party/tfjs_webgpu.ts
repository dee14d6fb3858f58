// The WebGPU backend of TensorFlow.js. Some of its private fields are used by `lib/backend/webgpu/`: the version is
// pinned, and a test checks that those fields are there.
export * from "npm:@tensorflow/tfjs-backend-webgpu@4.22.0";
