// The parameters of the synthetic set, as fixtures/synthetic.json has them.
import { InputError } from "../errors.ts";
import { z } from "../third_party/zod.ts";

/** Mean and spread of a site's antimony and soil. */
export interface SyntheticSite {
  /** Letters that its samples' names begin with. */
  readonly name: string;
  /** Its share of the samples, relative to the others'. */
  readonly share: number;
  /** Mean of ln Sb (ppm). */
  readonly log_mean: number;
  /** Standard deviation of ln Sb. */
  readonly log_sd: number;
  /** Smallest Sb (ppm). */
  readonly min_ppm: number;
  /** Largest Sb (ppm). */
  readonly max_ppm: number;
  /** Mean amount of iron oxides, relative. */
  readonly iron: number;
  /** Mean amount of clay, relative. */
  readonly clay: number;
  /** Mean reflectance of the plateau. */
  readonly brightness: number;
}

/** What absorbs. */
export type SyntheticConstituent =
  | "iron"
  | "clay"
  | "water"
  | "mica"
  | "carbonate";

/** Everything that decides what synthetic spectra look like. */
export interface SyntheticParameters {
  /** The grid of wavelengths, nm. */
  readonly wavelengths: {
    readonly first_nm: number;
    readonly last_nm: number;
    readonly step_nm: number;
  };
  /** Spectra of each sample. */
  readonly replicates: number;
  /** Where samples come from. */
  readonly sites: readonly SyntheticSite[];
  /** Reflectance without absorptions. */
  readonly continuum: {
    readonly plateau_sd: number;
    readonly depth: number;
    readonly depth_sd: number;
    readonly length_nm: number;
    readonly length_sd_nm: number;
    readonly slope_per_um: number;
    readonly slope_sd_per_um: number;
  };
  /** Gaussian absorptions. */
  readonly absorptions: readonly {
    readonly center_nm: number;
    readonly width_nm: number;
    readonly depth: number;
    readonly by: SyntheticConstituent;
  }[];
  /** How much amounts vary. */
  readonly constituents: Readonly<
    Record<SyntheticConstituent, { readonly log_sd: number }>
  >;
  /** How antimony goes with iron and clay. */
  readonly antimony: {
    readonly log_center: number;
    readonly log_scale: number;
    readonly iron_link: number;
    readonly clay_link: number;
  };
  /** What the instrument adds. */
  readonly instrument: {
    readonly splices_nm: readonly number[];
    readonly splice_step_sd: number;
    readonly replicate_gain_sd: number;
    readonly replicate_offset_sd: number;
    readonly noise_sd: number;
    readonly noise_edge_sd: number;
    readonly noise_edge_nm: number;
  };
  /** The set whose digest is known. */
  readonly expected: {
    readonly samples: number;
    readonly seed: number;
    readonly sha256: string;
  };
}

const comment = { $comment: z.string().optional() };
const number = z.number();
const spread = number.nonnegative();
const constituent = z.enum(["iron", "clay", "water", "mica", "carbonate"]);
const logSpread = z.strictObject({ log_sd: spread, ...comment });

const schema = z.strictObject({
  ...comment,
  wavelengths: z.strictObject({
    first_nm: number.positive(),
    last_nm: number.positive(),
    step_nm: number.positive(),
    ...comment,
  }).refine(({ first_nm, last_nm }) => first_nm < last_nm, {
    error: "last_nm must be above first_nm",
  }),
  replicates: z.int().positive(),
  sites: z.array(
    z.strictObject({
      name: z.string().regex(/^[A-Z]+$/),
      share: number.positive(),
      log_mean: number,
      log_sd: spread,
      min_ppm: number.positive(),
      max_ppm: number.positive(),
      iron: number.positive(),
      clay: number.positive(),
      brightness: number.positive(),
      ...comment,
    }).refine(({ min_ppm, max_ppm }) => min_ppm < max_ppm, {
      error: "max_ppm must be above min_ppm",
    }),
  ).min(1),
  continuum: z.strictObject({
    plateau_sd: spread,
    depth: number,
    depth_sd: spread,
    length_nm: number.positive(),
    length_sd_nm: spread,
    slope_per_um: number,
    slope_sd_per_um: spread,
    ...comment,
  }),
  absorptions: z.array(z.strictObject({
    center_nm: number.positive(),
    width_nm: number.positive(),
    depth: number.nonnegative(),
    by: constituent,
    ...comment,
  })),
  constituents: z.strictObject({
    iron: logSpread,
    clay: logSpread,
    water: logSpread,
    mica: logSpread,
    carbonate: logSpread,
    ...comment,
  }),
  antimony: z.strictObject({
    log_center: number,
    log_scale: number.positive(),
    iron_link: number,
    clay_link: number,
    ...comment,
  }),
  instrument: z.strictObject({
    splices_nm: z.array(number),
    splice_step_sd: spread,
    replicate_gain_sd: spread,
    replicate_offset_sd: spread,
    noise_sd: spread,
    noise_edge_sd: spread,
    noise_edge_nm: number.positive(),
    ...comment,
  }),
  expected: z.strictObject({
    samples: z.int().positive(),
    seed: z.int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    ...comment,
  }),
});

/**
 * Reads the parameters of a synthetic set.
 *
 * @param path JSON file such as `fixtures/synthetic.json`.
 * @throws {InputError} If it is missing or not as it should be.
 */
export async function loadParameters(
  path: string,
): Promise<SyntheticParameters> {
  const result = schema.safeParse(parse(await read(path), path));
  if (result.success) return result.data;
  const { path: where, message } = result.error.issues[0];
  throw new InputError(
    [path, where.join("."), message].filter(Boolean).join(": "),
  );
}

async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(
      error instanceof Deno.errors.NotFound
        ? `${path}: there is no such file`
        : `${path}: cannot be read (${(error as Error).message})`,
    );
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${path}: not JSON (${(error as Error).message})`);
  }
}
