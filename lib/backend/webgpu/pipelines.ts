// Compiled kernels of a backend. While a recording is made, kernels only leave
// their text: all of them are compiled together when it is complete.
import { limitsOf } from "./adapter.ts";
import {
  compileAhead,
  type CompileHelpers,
  type PipelineText,
} from "./compile_ahead.ts";

/**
 * A buffer that a kernel binds. Its size is no mere check: where a layout leaves
 * it out, wgpu holds buffers against the sizes of the kernel before that has the
 * same layout.
 */
export interface Bind {
  readonly type: GPUBufferBindingType;
  /** Bytes that the kernel's text asks for. */
  readonly minBindingSize: number;
}

/** A kernel that is to be compiled. */
export interface PipelineRequest {
  /** Same key, same pipeline. */
  readonly key: string;
  /** Its name in messages. */
  readonly label: string;
  /** What it binds, in order. */
  readonly binds: readonly Bind[];
  /** Its WGSL, where it is not compiled yet. */
  readonly code: () => string;
}

/** Pipelines that tell whether the driver has them in its cache. */
const SAMPLE = 4;

/** Milliseconds that they take each where it has not. */
const SLOW = 15;

/** The pipelines of a device. */
export class Pipelines {
  readonly #made = new Map<string, GPUComputePipeline>();
  readonly #layouts = new Map<string, {
    readonly group: GPUBindGroupLayout;
    readonly pipeline: GPUPipelineLayout;
  }>();
  readonly #waiting = new Map<string, {
    readonly text: PipelineText;
    readonly request: PipelineRequest;
    readonly stand: GPUComputePipeline;
  }>();

  /**
   * @param device The device.
   * @param helped Whether other threads compile ahead where compiling is slow.
   */
  constructor(
    readonly device: GPUDevice,
    readonly helped: boolean,
  ) {}

  /** The layout of a group, for what it binds. */
  layout(binds: readonly Bind[]): GPUBindGroupLayout {
    return this.#layout(binds).group;
  }

  /** The pipeline, compiled now if need be. */
  now(request: PipelineRequest): GPUComputePipeline {
    const { key, code, binds, label } = request;
    const known = this.#made.get(key);
    if (known) return known;
    const module = this.device.createShaderModule({ code: code(), label });
    const pipeline = this.device.createComputePipeline({
      layout: this.#layout(binds).pipeline,
      compute: { module, entryPoint: "main" },
      label,
    });
    this.#made.set(key, pipeline);
    return pipeline;
  }

  /** The pipeline, or what stands for it until {@linkcode compileWaiting}. */
  later(request: PipelineRequest): GPUComputePipeline {
    const { key, binds } = request;
    const known = this.#made.get(key) ?? this.#waiting.get(key)?.stand;
    if (known) return known;
    const text = { code: request.code(), entries: entriesOf(binds) };
    const stand = {} as GPUComputePipeline;
    const asked = { ...request, code: () => text.code };
    this.#waiting.set(key, { text, request: asked, stand });
    return stand;
  }

  /**
   * Compiles what is waited for.
   *
   * @returns Pipelines by what stood for them.
   */
  compileWaiting(): ReadonlyMap<GPUComputePipeline, GPUComputePipeline> {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const made = new Map<GPUComputePipeline, GPUComputePipeline>();
    let helpers: CompileHelpers | null = null;
    const begin = performance.now();
    waiting.forEach(({ request, stand }, i) => {
      if (this.helped && i === SAMPLE) {
        const slow = (performance.now() - begin) / SAMPLE > SLOW;
        const rest = waiting.slice(i + 1).map(({ text }) => text);
        if (slow) helpers = compileAhead(rest, limitsOf(this.device.limits));
      }
      made.set(stand, this.now(request));
    });
    (helpers as CompileHelpers | null)?.end();
    return made;
  }

  #layout(binds: readonly Bind[]) {
    const key = binds
      .map(({ type, minBindingSize }) => `${type} ${minBindingSize}`)
      .join();
    let layout = this.#layouts.get(key);
    if (!layout) {
      const entries = entriesOf(binds);
      const group = this.device.createBindGroupLayout({ entries });
      const pipeline = this.device.createPipelineLayout({
        bindGroupLayouts: [group],
      });
      layout = { group, pipeline };
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}

function entriesOf(
  binds: readonly Bind[],
): GPUBindGroupLayoutEntry[] {
  return binds.map((buffer, binding) => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer,
  }));
}
