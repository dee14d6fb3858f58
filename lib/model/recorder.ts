// What a backend may offer to training: to write down once what a step asks of
// the device, and to ask for it again without the work of asking. Backends that
// compute at once, as `exact` does, have nothing to gain and offer none.
import * as tf from "../third_party/tfjs.ts";

/** What is recorded. */
export interface RecordingRequest {
  /** Tensors of which later calls may have others of the same shapes. */
  readonly inputs: readonly tf.Tensor[];
  /** Tensors that stay where they are; `run` may change them in place. */
  readonly stable: readonly tf.Tensor[];
  /**
   * The work. It is called once, with stand-ins for the inputs, may neither read
   * values nor dispose tensors that it has not made, and leaves no tensor but
   * what it returns: its buffers are the recording's.
   *
   * @returns New tensors.
   */
  readonly run: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
}

/** A recorded piece of work. */
export interface Recording {
  /**
   * Does it again.
   *
   * @param inputs In the order in which they were recorded; not disposed.
   * @param numbers Those that kernels declare as changing, by name.
   * @returns What `run` returned, in new tensors that the caller disposes.
   */
  replay(
    inputs?: readonly tf.Tensor[],
    numbers?: Readonly<Record<string, number>>,
  ): tf.Tensor[];
  /** Whether all of these are still where they were when it was recorded. */
  fits(stable: readonly tf.Tensor[]): boolean;
  /** Frees its buffers. */
  dispose(): void;
}

/** A backend's way to record. */
export interface Recorder {
  /** How many epochs may be under way before the first of them is read. */
  readonly ahead: number;
  /** Records, without doing it. */
  record(request: RecordingRequest): Recording;
}

/** The current backend's recorder; null if it has none. */
export function findRecorder(): Recorder | null {
  const backend = tf.backend() as { readonly recorder?: Recorder | null };
  return backend.recorder ?? null;
}

/** Recordings by name, made when they are first needed. */
export class Recordings {
  readonly #made = new Map<string, Recording>();

  /**
   * Does what was recorded under a name, or records it first.
   *
   * @param recorder Whose recordings these are.
   * @param name Anything else than inputs and stable tensors that decides the
   * work; shapes of inputs need not be in it.
   * @param request The work.
   * @param numbers See {@linkcode Recording.replay}.
   */
  run(
    recorder: Recorder,
    name: string,
    request: RecordingRequest,
    numbers?: Readonly<Record<string, number>>,
  ): tf.Tensor[] {
    const shapes = request.inputs.map(({ shape }) => shape.join("x"));
    const key = [name, ...shapes].join(" ");
    let recording = this.#made.get(key);
    if (recording && !recording.fits(request.stable)) {
      recording.dispose();
      this.#made.delete(key);
      recording = undefined;
    }
    if (!recording) {
      recording = recorder.record(request);
      this.#made.set(key, recording);
    }
    return recording.replay(request.inputs, numbers);
  }

  /** Frees them. */
  dispose(): void {
    for (const recording of this.#made.values()) recording.dispose();
    this.#made.clear();
  }
}
