// What a reference kernel is: arrays in, arrays out.

/** A float32 tensor in C order. */
export interface Values {
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values; a kernel may change those of its inputs. */
  readonly values: Float32Array;
}

/** Inputs of a kernel by name. */
export type KernelInputs = Record<string, Values>;

/** Attributes of a kernel by name; true counts as 1. */
export type KernelAttributes = Record<string, number>;

/** A kernel on arrays. */
export type ReferenceKernel = (
  inputs: KernelInputs,
  attributes: KernelAttributes,
) => Values[];
