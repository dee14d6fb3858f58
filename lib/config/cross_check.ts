// What no single value of a config shows: values that do not fit each other.
import { absorbanceIssues } from "../preprocess/check_quantity.ts";
import { checkSteps } from "../preprocess/check_steps.ts";
import type { Config } from "./types.ts";

/** Where zod collects what is wrong. */
interface Issues {
  addIssue(
    issue: { code: "custom"; path: (string | number)[]; message: string },
  ): void;
}

/**
 * Adds an issue for every pair of values that do not fit each other. The
 * message is what follows the key in a sentence.
 */
export function crossCheck(config: Config, issues: Issues): void {
  const refuse = (path: string, message: string) =>
    issues.addIssue({ code: "custom", path: path.split("."), message });
  const { preprocess, spectrogram, split, targets } = config;

  const twice = targets.find((target, i) => targets.indexOf(target) !== i);
  if (twice !== undefined) {
    refuse("targets", `has ${JSON.stringify(twice)} twice; expected once`);
  }

  const { data } = config;
  const logged = data.source === "files" && data.quantity === "absorbance";
  const issuesOfSteps = [
    ...checkSteps(preprocess),
    ...(logged ? absorbanceIssues(preprocess) : []),
  ];
  for (const { at, key, message } of issuesOfSteps) {
    const path = ["preprocess", at, ...(key === null ? [] : [key])];
    issues.addIssue({ code: "custom", path, message });
  }

  if (spectrogram.method === "scipy") {
    const { nperseg, noverlap, nfft } = spectrogram;
    if (noverlap >= nperseg) {
      const most = `expected less than nperseg, ${nperseg}`;
      refuse("spectrogram.noverlap", `is ${noverlap}; ${most}`);
    }
    if (nfft < nperseg) {
      const least = `expected nperseg, ${nperseg}, or more`;
      refuse("spectrogram.nfft", `is ${nfft}; ${least}`);
    }
  } else {
    const { length, frame_length, fft_length } = spectrogram;
    if (frame_length > length) {
      const most = `expected length, ${length}, or less`;
      refuse("spectrogram.frame_length", `is ${frame_length}; ${most}`);
    }
    if (fft_length < frame_length) {
      const least = `expected frame_length, ${frame_length}, or more`;
      refuse("spectrogram.fft_length", `is ${fft_length}; ${least}`);
    }
  }

  if (split.protocol === "honest") {
    const { test_size, validation_size } = split;
    if (
      test_size < 1 && validation_size < 1 && test_size + validation_size >= 1
    ) {
      refuse(
        "split.validation_size",
        `is ${validation_size}, which together with test_size, ${test_size}, ` +
          "leaves nothing to train on; expected a sum below 1",
      );
    }
  }
}
