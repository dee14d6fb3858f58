// Chooses where tensors live: a hardware WebGPU adapter if there is one, the
// bit-exact WebAssembly backend otherwise. Never silently: the run says which
// and why.

/** A backend that is ready for use. */
export interface OpenBackend {
  /** `webgpu`, or `exact`: the same bits on every machine. */
  readonly name: "webgpu" | "exact";
  /** What the WebGPU adapter says of itself; null on `exact`. */
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
  } | null;
  /** Whether the adapter is a program on the processor. */
  readonly software: boolean;
  /** Threads that compute, the main thread included. */
  readonly threads: number;
  /** Which backend this is and why, in a sentence. */
  readonly reason: string;
  /** Throws the device's first error, if there was one. */
  check(): void;
  /** Frees the device or ends the threads. */
  close(): Promise<void>;
}

/** What {@linkcode openBackend} is asked for. */
export interface BackendRequest {
  /** `auto` takes a hardware WebGPU adapter, else `exact`. */
  readonly backend: "auto" | "webgpu" | "exact";
  /** Threads of `exact`; all processor cores if not given. */
  readonly threads?: number;
}

/**
 * Opens a backend and makes it the one that TensorFlow.js uses.
 *
 * @param request Which one.
 * @throws {InputError} If `webgpu` is asked for and there is no adapter.
 */
export async function openBackend(
  { backend, threads }: BackendRequest,
): Promise<OpenBackend> {
  if (backend === "webgpu") return await webgpu("as asked");
  if (backend === "exact") return await exact("as asked", threads);
  const adapter = await findAdapter();
  if (!adapter) return await exact("there is no WebGPU adapter", threads);
  const { isSoftwareAdapter } = await import("./webgpu/adapter.ts");
  if (isSoftwareAdapter(adapter)) {
    const name = adapter.info.description || "unnamed";
    return await exact(
      `the only WebGPU adapter (${name}) is software`,
      threads,
    );
  }
  return await webgpu("a hardware adapter is here", adapter);
}

/** Asks for a WebGPU adapter; null where there is none. */
async function findAdapter(): Promise<GPUAdapter | null> {
  try {
    return await navigator.gpu?.requestAdapter() ?? null;
  } catch {
    return null; // no driver at all
  }
}

async function exact(why: string, threads?: number): Promise<OpenBackend> {
  const { openExact } = await import("./exact/open_exact.ts");
  const opened = await openExact({ threads });
  const count = `${opened.threads} thread${opened.threads > 1 ? "s" : ""}`;
  return {
    name: "exact",
    adapter: null,
    software: false,
    threads: opened.threads,
    reason: `Backend exact (WebAssembly, ${count}): ${why}.`,
    check: () => {},
    close: () => opened.close(),
  };
}

async function webgpu(
  why: string,
  adapter?: GPUAdapter,
): Promise<OpenBackend> {
  const { openWebgpu } = await import("./webgpu/open_webgpu.ts");
  const opened = await openWebgpu({ adapter });
  const { vendor, architecture, device, description } = opened.adapterInfo;
  const kind = opened.software ? ", software" : "";
  return {
    name: "webgpu",
    adapter: { vendor, architecture, device, description },
    software: opened.software,
    threads: 1,
    reason: `Backend webgpu (${description || device}${kind}): ${why}.`,
    check: () => opened.check(),
    close: () => opened.close(),
  };
}
