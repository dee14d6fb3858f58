// A measurement of the white panel in a file of its own, which belongs to files
// of targets that have none in them.

/** The file. */
export interface WhiteReference {
  /** Where it lies. */
  readonly path: string;
  /** What is in it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}
