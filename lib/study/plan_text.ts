// What a study would do, and about how long: a network's training is timed by
// one epoch on data of its own shape, baselines by the number of fits.
import { openBackend } from "../backend/open.ts";
import type { Job } from "./job.ts";
import { targetValues } from "./plan.ts";
import type { PlannedStudy } from "./run_study.ts";
import { runNetwork } from "./run_network.ts";
import { openStore } from "./store.ts";

/** Seconds of an inner fit of a baseline per 200 samples and 2000 bands. */
const FIT_SECONDS: Readonly<Record<string, number>> = {
  mean: 0.1,
  plsr: 0.1,
  ridge: 0.2,
  kernel_ridge: 0.25,
  gaussian_process: 0.4,
  random_forest: 8,
};

/**
 * Says what a study would do.
 *
 * @param planned The study.
 * @param options Its folder, whose members count as done, and threads.
 */
export async function planText(
  planned: PlannedStudy,
  { folder, threads }: { readonly folder: string; readonly threads: number },
): Promise<string> {
  const { plan } = planned;
  const store = openStore(folder);
  const lines: string[] = [];
  let total = 0;
  let missing = 0;
  for (const [model, jobs] of byModel(plan.jobs)) {
    let left = 0;
    for (const job of jobs) if (await store.read(job) === null) left++;
    const seconds = left === 0 ? 0 : left * await estimate(planned, jobs[0]);
    total += seconds;
    missing += left;
    lines.push(
      `${model}: ${jobs.length} members, ${jobs.length - left} there, about ` +
        `${Math.ceil(seconds / 60)} min of one core`,
    );
  }
  lines.push(
    `${plan.jobs.length} members, ${missing} to do, about ` +
      `${Math.ceil(total / 60 / threads)} min on ${threads} threads`,
  );
  return lines.join("\n");
}

function byModel(jobs: readonly Job[]): Map<string, Job[]> {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    const group = groups.get(job.name.model);
    if (group) group.push(job);
    else groups.set(job.name.model, [job]);
  }
  return groups;
}

/** Seconds of one core. */
async function estimate(
  { data }: PlannedStudy,
  { learner, name, split }: Job,
): Promise<number> {
  const samples = split.train.length + split.validation.length;
  if (learner.kind === "baseline") {
    const { folds, repeats, pretreatments, transforms } = learner;
    const fits = folds * repeats * pretreatments.length * transforms.length + 1;
    const bands = data.spectra.wavelengths.length * data.spectra.replicates;
    return FIT_SECONDS[learner.baseline] * fits * (samples / 200) ** 2 *
      (bands / 2000);
  }
  const { recipe } = learner;
  const backend = await openBackend({ backend: "exact", threads: 1 });
  const epochs = async (count: number) => {
    const begin = performance.now();
    await runNetwork({
      ...learner,
      recipe: { ...recipe, training: { ...recipe.training, epochs: count } },
    }, {
      spectra: data.spectra,
      values: targetValues(data.labels, name.target),
      split,
      seed: name.seed,
      backend,
    });
    return (performance.now() - begin) / 1000;
  };
  try {
    await epochs(1); // compiles
    const one = await epochs(1);
    const three = await epochs(3);
    return one + (three - one) / 2 * (recipe.training.epochs - 1);
  } finally {
    await backend.close();
  }
}
