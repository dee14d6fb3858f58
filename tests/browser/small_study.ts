// A study of two baselines, made in a second.
import { UNKNOWN_SOURCE } from "../../lib/provenance/source.ts";
import { loadStudy } from "../../lib/study/load_study.ts";
import { prepareStudy, runStudy } from "../../lib/study/run_study.ts";
import { ROOT } from "../support/tiny_run.ts";

/**
 * Makes a study.
 *
 * @param folder Where to.
 */
export async function smallStudy(folder: string): Promise<void> {
  const config = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(
    config,
    JSON.stringify({
      version: 1,
      name: "small",
      title: "A study for tests",
      data: {
        source: "synthetic",
        parameters: `${ROOT}fixtures/synthetic.json`,
        samples: 14,
        seed: 3,
      },
      targets: ["Sb_ppm"],
      schemes: [
        { name: "folds", kind: "k-fold", folds: 3, validation_size: 0.25 },
      ],
      models: [
        { name: "plsr", kind: "plsr", folds: 3 },
        { name: "mean", kind: "mean", folds: 2 },
      ],
      compare: [["plsr", "mean"]],
      selection: { tried: 2, looks: 0, how: "by nobody" },
    }),
  );
  const planned = await prepareStudy(await loadStudy(config));
  await runStudy(planned, { folder, threads: 1, source: UNKNOWN_SOURCE });
  await Deno.remove(config);
}
