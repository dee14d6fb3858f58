// PyTorch on a CUDA card, as bench/peers/torch_gpu.py times it.
import { jsonLines } from "../player.ts";

/** Milliseconds a step. */
export interface TorchTimes {
  readonly eager: number;
  /** The same as a CUDA graph. */
  readonly graph: number;
}

/** One line of bench/peers/torch_gpu.py, or why there is none. */
export type TorchLine = { readonly absent: string } | {
  readonly batch: number;
  readonly card: string;
  readonly torch: string;
  readonly float32: TorchTimes;
  readonly tf32: TorchTimes;
};

/**
 * Lets a Python time PyTorch.
 *
 * @param python The interpreter.
 * @param batches Sizes of batches.
 * @yields A line as soon as it is there; the last one says so if Python failed.
 */
export async function* torchLines(
  python: string,
  batches: readonly number[],
): AsyncGenerator<TorchLine> {
  const child = new Deno.Command(python, {
    args: ["bench/peers/torch_gpu.py", ...batches.map(String)],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaint = new Response(child.stderr).text();
  for await (const line of jsonLines(child.stdout)) {
    yield line as unknown as TorchLine;
  }
  const { success } = await child.status;
  if (success) return;
  const said = (await complaint).trim().split("\n").at(-1);
  yield { absent: said || `${python} ended without a word` };
}
