// Deflate, gzip and zip archives in JavaScript.
export * from "npm:fflate@0.8.3";
