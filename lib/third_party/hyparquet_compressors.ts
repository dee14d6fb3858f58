// Snappy, gzip, zstd and others for Parquet files.
export { compressors } from "npm:hyparquet-compressors@1.1.2";
