// The plain JavaScript backend of TensorFlow.js: `exact` inherits its kernels and replaces the hot ones.
export * from "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
