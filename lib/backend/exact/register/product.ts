// Matrix products on the threads: how they are cut into chunks.
import type { ExactBackend } from "../exact_backend.ts";
import { Kernel } from "../kernels/kernel.ts";

/** 0 none, 1 ReLU, 2 ReLU6. */
export type Activation = 0 | 1 | 2;

/** The activation of TensorFlow.js's name; undefined if only JavaScript has it. */
export function activationOf(name: string | undefined): Activation | undefined {
  const known: Record<string, Activation> = { linear: 0, relu: 1, relu6: 2 };
  return known[name ?? "linear"];
}

/** A matrix in memory. */
export interface Matrix {
  /** Where it starts. */
  readonly address: number;
  /** Floats from one row to the next. */
  readonly rowStep: number;
  /** Floats from one column to the next. */
  readonly columnStep: number;
}

/** What a product is made of. */
export interface Product {
  /** Rows, or the image whose patches are rows; column step 1. */
  readonly a: number;
  /** `[k, n]`. */
  readonly b: Matrix;
  /** Result, `[m, n]` without gaps. */
  readonly c: number;
  /** Address of `[n]`, or 0. */
  readonly bias?: number;
  /** After the bias. */
  readonly activation?: Activation;
  /** Rows. */
  readonly m: number;
  /** Columns. */
  readonly n: number;
  /** Length of the sums. */
  readonly k: number;
}

/** Floats that a chunk of rows reads and writes, about. */
const CHUNK = 16384;

function rowsOfChunk(m: number, n: number, k: number): number {
  const rows = Math.min(CHUNK / (n + k), m / 16);
  return Math.max(4, Math.ceil(rows / 4) * 4);
}

/** Runs a function with b packed into panels of eight columns. */
export function withPanels(
  backend: ExactBackend,
  { b, k, n }: Pick<Product, "b" | "k" | "n">,
  use: (panels: number) => void,
): void {
  const panels = Math.ceil(n / 8);
  backend.withPiece(panels * k * 32, (address) => {
    backend.threads.run({
      kernel: Kernel.pack,
      chunks: panels,
      args: [b.address, address, k, n, 4 * b.rowStep, 4 * b.columnStep],
    });
    use(address);
  });
}

/** c = a·b + bias. `patches`: geometry if a is an image (see conv.ts). */
export function multiply(
  backend: ExactBackend,
  product: Product,
  patches: readonly number[] | null = null,
): void {
  const { a, c, m, n, k, bias = 0, activation = 0 } = product;
  const rows = rowsOfChunk(m, n, k);
  withPanels(backend, product, (panels) => {
    const args = [a, panels, c, bias, m, n, k, activation, rows, 4 * k];
    backend.threads.run({
      kernel: patches ? Kernel.patchProduct : Kernel.product,
      chunks: Math.ceil(m / rows),
      args: patches ? [...pad(args), ...patches] : args,
      scratch: patches ? 32 * k * 4 : 0,
    });
  });
}

/** c[k, n] = aᵀ·b, sums over m rows; a is `[m, k]` or an image, b `[m, n]`. */
export function multiplyColumns(
  backend: ExactBackend,
  { a, b, c, m, n, k }: {
    readonly a: number;
    readonly b: number;
    readonly c: number;
    readonly m: number;
    readonly n: number;
    readonly k: number;
  },
  patches: readonly number[] | null = null,
): void {
  const step = Math.max(64, Math.ceil(m / 32 / 32) * 32);
  const count = Math.ceil(m / step);
  const wanted = patches ? 1 : Math.ceil(16 / count);
  const columns = Math.ceil(k / wanted / 4) * 4;
  const ranges = Math.ceil(k / columns);
  const width = Math.ceil(n / 8) * 8;
  const size = Math.ceil(k / 4) * 4 * width * 4;
  backend.withPiece(count * size, (partials) => {
    const args = [a, b, partials, ranges, m, n, k, columns, step, 4 * k];
    backend.threads.run({
      kernel: Kernel.columnProduct,
      chunks: count * ranges,
      args: [...pad([...args, patches ? 1 : 0]), ...(patches ?? [])],
      scratch: patches ? 32 * k * 4 : 0,
    });
    addPartials(backend, { partials, c, count, size, k, n, width });
  });
}

/** Adds partial sums `[count][k][width]` up into c `[k][n]`. */
export function addPartials(
  backend: ExactBackend,
  { partials, c, count, size, k, n, width }: {
    readonly partials: number;
    readonly c: number;
    readonly count: number;
    readonly size: number;
    readonly k: number;
    readonly n: number;
    readonly width: number;
  },
): void {
  const rows = Math.max(1, Math.ceil(16384 / (n * count)));
  backend.threads.run({
    kernel: Kernel.addPartials,
    chunks: Math.ceil(k / rows),
    args: [partials, c, count, size, k, n, rows, 4 * width],
  });
}

/** Arguments up to where those of the geometry begin. */
export function pad(args: readonly number[]): number[] {
  return [...args, ...new Array<number>(16 - args.length).fill(0)];
}
