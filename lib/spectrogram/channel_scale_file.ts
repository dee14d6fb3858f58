// `channel_scale.json`: what the channels of a run's images were scaled by.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { InputError } from "../errors.ts";
import type { ChannelScale } from "./channel_scale.ts";

/** Name of the artifact in a run. */
export const CHANNEL_SCALE_FILE = "channel_scale.json";

const FORMAT = "stibnite-channel-scale";
const VERSION = 1;

/** Writes the scale as canonical JSON, with nothing of its numbers lost. */
export function encodeChannelScale(
  { mean, scale }: ChannelScale,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(
    canonicalJson({ format: FORMAT, version: VERSION, mean, scale }),
  );
}

/**
 * Reads what {@linkcode encodeChannelScale} made.
 *
 * @param bytes The file.
 * @param source What messages call it.
 * @throws {InputError} If it is no such file.
 */
export function decodeChannelScale(
  bytes: Uint8Array,
  source: string,
): ChannelScale {
  let file: Record<string, unknown> = {};
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    file = Object(JSON.parse(text));
  } catch {
    // Refused below: it has no format.
  }
  const { format, version, mean, scale } = file;
  const sound = format === FORMAT && version === VERSION &&
    isNumbers(mean) && isNumbers(scale) && mean.length === scale.length &&
    scale.every((value) => value > 0);
  if (sound) return { mean, scale };
  throw new InputError(
    `${source}: is not what a run's channels were scaled by; expected format ` +
      `${FORMAT} with a mean and a scale above 0 for each channel`,
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 &&
    value.every((item) => typeof item === "number" && Number.isFinite(item));
}
