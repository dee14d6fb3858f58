/** The part of AssemblyScript's compiler that is used here. */
declare const asc: {
  main(
    args: string[],
    host: {
      readFile(name: string): string | null;
      writeFile(name: string, contents: Uint8Array | string): void;
      listFiles(): string[];
    },
  ): Promise<{ error: Error | null; stderr: { toString(): string } }>;
};
export default asc;
