// Zstandard in JavaScript; it checks no checksums.
export { Decompress } from "npm:fzstd@0.1.1";
