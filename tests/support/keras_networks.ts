// Networks whose exported files Keras has loaded (tests/reference/
// keras_files.py): their bytes are known by digest.
import { initialWeights } from "../../lib/model/initial_weights.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import type { NetworkData } from "../../lib/model/load_model.ts";
import { formulaWeights, smallSpec } from "./small_network.ts";

/** The small network of the formula, and the published one untrained. */
export function exportedNetworks(): Record<string, NetworkData> {
  const small = smallSpec();
  const published = networkSpec([129, 9, 5], 1);
  return {
    small: { spec: small, weights: formulaWeights(small) },
    published: { spec: published, weights: initialWeights(published, 1) },
  };
}
