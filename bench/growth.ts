// How our costs grow: a table of sizes. All on `exact`, with all cores if the
// threads are not what grows.
import { type Opener, ours } from "./context.ts";
import type { Quantity } from "./measurements.ts";

/** One size of one series. */
export interface Growth {
  /** What grows, as `--only` names it. */
  readonly name: string;
  readonly size: number;
  readonly quantity: Quantity;
  readonly turns: number;
  readonly open: Opener;
}

/**
 * Lists the sizes.
 *
 * @param cores Cores of this machine: the last number of threads.
 */
export function growth(cores: number): Growth[] {
  const step = { key: "ms", what: "Training step", unit: "ms" };
  const epoch = { key: "ms", what: "Epoch", unit: "ms" };
  const images = { key: "ms", what: "Images of so many spectra", unit: "ms" };
  const network = { turns: 3 };
  return [
    ...[16, 64, 256, 1024].map((batch): Growth => ({
      ...network,
      name: "batch",
      size: batch,
      quantity: step,
      open: ours("network.ts", { batch, count: 3 }),
    })),
    ...[100, 1000, 5000, 20_000].map((samples): Growth => ({
      ...network,
      name: "samples",
      size: samples,
      quantity: epoch,
      turns: samples > 1000 ? 1 : 3,
      open: ours("network.ts", { measure: "epoch", samples }),
    })),
    ...[1000, 5000, 20_000].map((count): Growth => ({
      ...network,
      name: "spectra",
      size: count,
      quantity: images,
      open: ours("spectrogram.ts", { measure: "images", count }),
    })),
    ...[1, 2, 4, 8, 16].map((channels): Growth => ({
      ...network,
      name: "replicates",
      size: channels,
      quantity: step,
      open: ours("network.ts", { channels }),
    })),
    ...threadCounts(cores).map((threads): Growth => ({
      ...network,
      name: "threads",
      size: threads,
      quantity: step,
      open: ours("network.ts", { threads }),
    })),
  ];
}

/** 1, 2, 4 … and all. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let n = 1; n < cores; n *= 2) counts.push(n);
  return [...counts, cores];
}
