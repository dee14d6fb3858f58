// What a study config may hold, with its defaults.
import { BASELINES } from "../baselines/baselines.ts";
import {
  VALUE_TRANSFORMS,
  type ValueTransformName,
} from "../baselines/value_transforms.ts";
import {
  choice,
  fraction,
  integer,
  list,
  oneOf,
  seed,
  size,
  table,
  text,
  variant,
} from "../config/fields.ts";
import { preprocessSchema } from "../config/preprocess_schema.ts";
import { dataSchema } from "../config/data_schema.ts";
import { z } from "../third_party/zod.ts";
import type { StudyConfig } from "./types.ts";

const NAME = "a name of up to 64 small letters, digits, dots, - and _";
const name = z.string(NAME).regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, NAME)
  .describe("Unique in the study");

const tested = size("Share, or number, of samples that are tested");
const validation = {
  validation_size: z.union([
    z.literal(0),
    size("Share, or number, of the others that are watched"),
  ], "0, a share below 1, or a whole number").default(0.2),
};
const random_state = seed("Seed of scikit-learn's permutation").default(42);

const scheme = z.discriminatedUnion(
  "kind",
  [
    table({
      name,
      kind: variant("hold-out"),
      test_size: tested.default(0.33),
      ...validation,
      random_states: list(seed("Seed"), "One split for each").default([42]),
    }),
    table({
      name,
      kind: variant("k-fold"),
      folds: integer(2, 1000, "Parts that take turns").default(5),
      repeats: integer(1, 1000, "How often").default(1),
      ...validation,
      seed: seed("Seed of the orders").default(1),
      strata: integer(1, 100, "Quantiles of the target; 1 ignores it")
        .default(1),
    }),
    table({
      name,
      kind: variant("leave-one-group-out"),
      ...validation,
      random_state,
    }),
    table({
      name,
      kind: variant("kennard-stone"),
      test_size: tested.default(0.33),
      ...validation,
      random_state,
    }),
    table({
      name,
      kind: variant("given"),
      file: text("JSON file with a list splits"),
    }),
  ],
  oneOf([
    "hold-out",
    "k-fold",
    "leave-one-group-out",
    "kennard-stone",
    "given",
  ]),
);

const names = list(name, "Names of models");
const kinds = Object.keys(BASELINES) as (keyof typeof BASELINES)[];

const transformNames = Object.keys(VALUE_TRANSFORMS) as [
  ValueTransformName,
  ...ValueTransformName[],
];

const transforms = list(
  choice(transformNames, "What is learnt instead of the values"),
  "Transforms of the values to choose from",
);

const model = z.discriminatedUnion("kind", [
  table({
    name,
    kind: variant("network"),
    config: z.union([
      text("Config of a run with this network"),
      z.record(text("A target"), text("Config of a run with its network")),
    ], "a path, or a path for each target"),
    seeds: list(seed("Seed"), "One network for each").default([1]),
    validation: choice(
      ["watch", "train"],
      "Whether the validation part is watched, or learnt from as well",
    ).default("watch"),
  }),
  ...kinds.map((kind) =>
    table({
      name,
      kind: variant(kind),
      pretreatments: list(preprocessSchema, "Pre-treatments to choose from")
        .default([[]]),
      transforms: z.union([
        transforms,
        z.record(text("A target"), transforms),
      ], "a list of transforms, or a list for each target").default(["none"]),
      folds: integer(2, 100, "Folds of the inner cross-validation").default(5),
      repeats: integer(1, 100, "How often, with other folds").default(1),
      seed: seed("Seed of folds and model").default(1),
    })
  ),
  table({ name, kind: variant("stack"), of: names }),
], oneOf(["network", ...kinds, "stack"]));

const splits = integer(1, 1000, "How many of the first scheme's splits");

const study = table({
  $schema: text("The JSON Schema that editors check this file with").optional(),
  version: z.literal(1, "1").describe("Version of the config format"),
  name: name.describe("Names the study and its folder"),
  title: text("What it is, in a line for people"),
  data: dataSchema,
  targets: list(text("Label column, with its unit"), "Label columns"),
  schemes: list(scheme, "Validation schemes"),
  models: list(model, "Models"),
  compare: z.array(z.tuple([name, name], "a pair of models"), "a list of pairs")
    .default([]).describe("Models to compare, the first less the second"),
  learning_curve: z.nullable(table({
    models: names,
    shares: list(fraction("Share of the training part"), "Shares")
      .default([0.25, 0.5, 0.75]),
    splits: splits.default(1),
  })).default(null),
  permutation: z.nullable(table({
    models: names,
    splits: splits.default(1),
    seed: seed("Seed of the permutation").default(1),
  })).default(null),
  selection: table({
    tried: integer(0, 1_000_000, "Settings that were tried").default(0),
    looks: integer(0, 1_000_000, "Looks at test parts before").default(0),
    how: text("How settings were chosen").default("nothing was chosen"),
  }).prefault({}),
}).superRefine((config, issues) => crossCheck(config as StudyConfig, issues));

interface Issues {
  addIssue(
    issue: { code: "custom"; path: (string | number)[]; message: string },
  ): void;
}

/** Names must be unique, and mean something. */
function crossCheck(config: StudyConfig, issues: Issues): void {
  const refuse = (path: (string | number)[], message: string) =>
    issues.addIssue({ code: "custom", path, message });
  const models = config.models.map(({ name }) => name);
  for (const key of ["models", "schemes"] as const) {
    const all: readonly string[] = config[key].map(({ name }) => name);
    all.forEach((name, at) => {
      if (all.indexOf(name) === at) return;
      refuse([key, at, "name"], `is "${name}" again; expected it once`);
    });
  }
  const check = (name: string, path: (string | number)[], known = models) => {
    if (known.includes(name)) return;
    refuse(path, `is "${name}"; expected one of ${known.join(", ")}`);
  };
  config.models.forEach((one, at) => {
    for (const key of ["config", "transforms"] as const) {
      const own = (one as unknown as Record<string, unknown>)[key];
      if (typeof own !== "object" || Array.isArray(own)) continue;
      const missing = config.targets.find((target) => !(target in own!));
      if (missing === undefined) continue;
      refuse(
        ["models", at, key],
        `has nothing for "${missing}"; expected one for each target`,
      );
    }
    if (one.kind !== "stack") return;
    const before = models.slice(0, at);
    one.of.forEach((name, i) => check(name, ["models", at, "of", i], before));
  });
  config.compare.forEach((pair, at) =>
    pair.forEach((name, i) => check(name, ["compare", at, i]))
  );
  const single = config.models.filter(({ kind }) => kind !== "stack")
    .map(({ name }) => name);
  for (const key of ["learning_curve", "permutation"] as const) {
    config[key]?.models.forEach((name, i) =>
      check(name, [key, "models", i], single)
    );
  }
}

/** Checks a study config and fills in its defaults. */
export const studySchema: z.ZodType<StudyConfig> = study as never;
