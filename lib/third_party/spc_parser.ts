// Galactic SPC files.
export * from "npm:spc-parser@1.0.0";
