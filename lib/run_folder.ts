/** Folder of the run inside the archive that `pack` makes. */
export const RUN_FOLDER = "run";
