// TensorFlow.js as its users install it: the umbrella package. Tests hold its parts, which are what is used, against it.
export * from "npm:@tensorflow/tfjs@4.22.0";
