/** The part of picomatch 4.0.7 that is used here: a pattern as a test of paths. */
export default function picomatch(pattern: string): (path: string) => boolean;
