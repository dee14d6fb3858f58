// The files of a run that predict: they stand in its report, so that the report
// can do so, too.
import { InputError } from "../../errors.ts";

/** A run that predicts. */
export interface RunParts {
  /** Its name, for messages. */
  readonly name: string;
  /** Bytes by path inside the run. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** The parts as a page holds them: texts as they are, the rest in base64. */
export type HeldParts = Readonly<Record<string, string>>;

const PART =
  /^(config|grid|preprocess|channel_scale|domain|features)\.json$|^(ensemble|waveform)\.csv$|^model\/(member-\d+\/)?(model\.json|weights\.bin)$/;

const TEXT = /\.(json|csv)$/;

/** Whether prediction reads a file of a run, or a page draws by it. */
export function isPart(path: string): boolean {
  return PART.test(path);
}

/**
 * Writes parts for a page; the same parts give the same texts in the same order.
 *
 * @param files Files of a run; others than parts are left out.
 */
export function holdParts(
  files: Readonly<Record<string, Uint8Array>>,
): HeldParts {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return Object.fromEntries(
    Object.keys(files).filter(isPart).sort().map((path) => [
      path,
      TEXT.test(path) ? decoder.decode(files[path]) : files[path].toBase64(),
    ]),
  );
}

/** Reads what {@linkcode holdParts} wrote. */
export function heldParts(name: string, held: HeldParts): RunParts {
  const encoder = new TextEncoder();
  return {
    name,
    files: new Map(
      Object.entries(held).map(([path, text]) => [
        path,
        TEXT.test(path)
          ? encoder.encode(text)
          : Uint8Array.from(atob(text), (char) => char.charCodeAt(0)),
      ]),
    ),
  };
}

/**
 * Takes the parts out of a run that a person chose.
 *
 * @throws {InputError} If it is no run with a network.
 */
export function chosenParts(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): RunParts {
  const parts = new Map([...files].filter(([path]) => isPart(path)));
  for (const path of ["config.json", "model/model.json", "model/weights.bin"]) {
    if (!parts.has(path)) {
      throw new InputError(
        `There is no ${path}; expected the folder of a finished run`,
      );
    }
  }
  return { name: "run", files: parts };
}
