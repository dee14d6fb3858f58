// Steps that take reflectance, where spectra are absorbance from the start.
import type { PreprocessStep } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { quantityOf } from "../spectra/taken/taken.ts";
import type { StepIssue } from "./check_steps.ts";

/**
 * Looks for steps that make no sense of absorbance.
 *
 * @param steps A chain for spectra that are absorbance.
 */
export function absorbanceIssues(
  steps: readonly PreprocessStep[],
): StepIssue[] {
  return steps.flatMap((step, at): StepIssue[] => {
    if (step.step === "absorbance") {
      const message = 'is "absorbance", and the spectra are absorbance ' +
        "already; expected none";
      return [{ at, key: "step", message }];
    }
    if (step.step === "continuum_removal" && step.type === "reflectance") {
      const message = 'is "reflectance", and the spectra are absorbance; ' +
        'expected "absorbance"';
      return [{ at, key: "type", message }];
    }
    return [];
  });
}

/**
 * Refuses spectra that a chain makes no sense of.
 *
 * @throws {InputError} If they are absorbance and a step takes reflectance.
 */
export function refuseQuantity(
  set: SpectraSet,
  steps: readonly PreprocessStep[],
): void {
  if (quantityOf(set) !== "absorbance") return;
  const [issue] = absorbanceIssues(steps);
  if (issue === undefined) return;
  throw new InputError(
    `Pre-treatment ${issue.at + 1}, ${issue.key} ${issue.message}`,
  );
}
