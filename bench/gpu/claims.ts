// What a manifest claims of a run on WebGPU, tried on the adapter that is here:
// the same bytes twice and by `verify --rerun`, the stated tolerance on `exact`.
import { sha256 } from "../../lib/artifacts/sha256.ts";
import { digits } from "../table.ts";

/** One try. */
export interface Claim {
  readonly what: string;
  /** Whether it holds. */
  readonly holds: boolean;
  /** How long it took; null if that says nothing. */
  readonly seconds: number | null;
  /** Its last line. */
  readonly said: string;
}

/**
 * Runs a config twice and checks it.
 *
 * @param config A config of this checkout.
 * @param epochs Epochs, where they are not all wanted.
 * @yields Each try when it is over, and at the end digests of what was made,
 * which tell two cards apart.
 */
export async function* tryClaims(
  config: string,
  epochs: number | null,
): AsyncGenerator<Claim> {
  const folder = await Deno.makeTempDir();
  try {
    const [first, second] = [`${folder}/a/run`, `${folder}/b/run`];
    for (const out of [first, second]) {
      const made = await reproduce(config, out, epochs);
      yield made;
      if (!made.holds) return;
    }
    const names = ["manifest.json", "predictions.csv", "model/weights.bin"];
    const digests = async (run: string) =>
      await Promise.all(
        names.map(async (name) =>
          sha256(await Deno.readFile(`${run}/${name}`))
        ),
      );
    const [one, two] = [await digests(first), await digests(second)];
    yield {
      what: "both runs have the same manifest, predictions and weights",
      holds: one.join() === two.join(),
      seconds: null,
      said: names.map((name, i) => `${name} ${one[i].slice(0, 16)}`).join(", "),
    };
    yield await task("verify --rerun", ["verify", first, "--rerun"]);
    yield await task("verify --rerun --backend exact", [
      ...["verify", first, "--rerun", "--backend", "exact"],
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Reproduces a config once, with all of its epochs or fewer.
 *
 * @param config A config of this checkout.
 * @param epochs Epochs, where they are not all wanted.
 */
export async function wholeRun(
  config: string,
  epochs: number | null,
): Promise<Claim> {
  const folder = await Deno.makeTempDir();
  try {
    return await reproduce(config, `${folder}/run`, epochs);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function reproduce(
  config: string,
  out: string,
  epochs: number | null,
): Promise<Claim> {
  const claim = await task(`reproduce ${config}`, [
    ...["reproduce", "--config", config, "--backend", "webgpu"],
    ...["--out", out, "--allow-dirty"],
    ...(epochs === null ? [] : ["--epochs", String(epochs)]),
  ]);
  if (!claim.holds) return claim;
  const log = JSON.parse(await Deno.readTextFile(`${out}/run.json`));
  const said = `of that ${digits(log.seconds)} s from spectra to files`;
  return { ...claim, said };
}

async function task(what: string, args: readonly string[]): Promise<Claim> {
  const begin = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    stdin: "null",
  }).output();
  const seconds = (performance.now() - begin) / 1000;
  const text = new TextDecoder().decode(success ? stdout : stderr).trim();
  const said = text.slice(text.lastIndexOf("\n") + 1);
  return { what, holds: success, seconds, said };
}
