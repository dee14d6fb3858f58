// Stage A: one thread, no WebAssembly code yet.

/** The memory and the threads that compute in it. */
export class Threads {
  /** The memory that all threads share. */
  readonly memory = new WebAssembly.Memory({
    initial: 256,
    maximum: 65536,
    shared: true,
  });
  /** First address that is free for tensors. */
  readonly firstAddress = 65536;
  constructor(readonly count: number) {}
}
