// Other threads compile what this one will need. Deno's createComputePipelineAsync
// compiles in the call, one after the other, and a driver without the step's
// pipelines in its cache takes seconds for them. A device belongs to a thread, but
// the driver's cache is the machine's: what a helper has compiled comes at once.
// Helpers decide nothing but the time: the pipelines in use are this thread's.

/** A pipeline as helpers need it: text and layout. */
export interface PipelineText {
  /** Its WGSL. */
  readonly code: string;
  /** Its only group. */
  readonly entries: readonly GPUBindGroupLayoutEntry[];
}

/** What a helper is sent. */
export interface CompileRequest {
  readonly pipelines: readonly PipelineText[];
  readonly requiredLimits: Record<string, number>;
}

/** Helpers at work. */
export interface CompileHelpers {
  /** Ends them. */
  end(): void;
}

/** More only wait for each other. */
const MOST_HELPERS = 7;

/** Below that starting a helper takes as long as it saves. */
const FEWEST_EACH = 4;

/**
 * Lets helpers compile pipelines, from the last to the first: the caller goes the
 * other way and meets them.
 *
 * @param pipelines In the order in which the caller needs them.
 * @param requiredLimits As the caller's device has them.
 * @param most Helpers at most; one less than there are cores if not given.
 */
export function compileAhead(
  pipelines: readonly PipelineText[],
  requiredLimits: Record<string, number>,
  most: number = Math.min(MOST_HELPERS, navigator.hardwareConcurrency - 1),
): CompileHelpers {
  const count = Math.min(most, Math.floor(pipelines.length / FEWEST_EACH));
  const workers = Array.from({ length: count }, (_, w) => {
    const url = new URL("./compile_worker.ts", import.meta.url);
    const worker = new Worker(url, { type: "module" });
    // One that fails has only not helped.
    worker.onerror = (event) => event.preventDefault();
    const mine = pipelines.toReversed().filter((_, i) => i % count === w);
    const request: CompileRequest = { pipelines: mine, requiredLimits };
    worker.postMessage(request);
    return worker;
  });
  return {
    end() {
      for (const worker of workers) worker.terminate();
    },
  };
}
