/** Path of the file that says of which spectra another file is, beside it. */
export function gridBeside(path: string): string {
  return `${path}.grid.json`;
}
