// Records of a JCAMP-DX block that hold one number, or a word.
import { InputError } from "../../errors.ts";
import { decimal } from "../shared/number.ts";
import { resolution } from "./jcamp_ordinates.ts";
import { type JcampBlock, plainValue } from "./jcamp_records.ts";

/** A number, and how exactly it is written. */
export interface WrittenNumber {
  /** The number. */
  readonly value: number;
  /** The place value of its last digit. */
  readonly resolution: number;
  /** Where it stands, for messages: file, line and label. */
  readonly place: string;
}

/**
 * Reads the number behind a label.
 *
 * @param block The block.
 * @param label The label, as records are kept by.
 * @param path Name of the file, for messages.
 * @returns The number, or undefined without such a record.
 * @throws {InputError} If there is something else.
 */
export function writtenNumber(
  block: JcampBlock,
  label: string,
  path: string,
): WrittenNumber | undefined {
  const record = block.records.get(label);
  if (!record) return undefined;
  const text = plainValue(record);
  const value = decimal(text);
  const place = `${path}, line ${record.line}: ##${label}=`;
  if (value === undefined) {
    throw new InputError(
      `${place} is "${text.slice(0, 40)}"; expected a number`,
    );
  }
  return { value, resolution: resolution(text), place };
}

/**
 * Reads a number that a block must have.
 *
 * @throws {InputError} If there is none.
 */
export function requiredNumber(
  block: JcampBlock,
  label: string,
  path: string,
): WrittenNumber {
  const number = writtenNumber(block, label, path);
  if (number) return number;
  throw new InputError(
    `${path}, line ${block.line}: the block has no ##${label}=; expected one`,
  );
}

/**
 * Reads a factor of a table.
 *
 * @returns The factor; 1 without one.
 * @throws {InputError} If it is 0.
 */
export function factor(
  block: JcampBlock,
  label: "XFACTOR" | "YFACTOR",
  path: string,
): number {
  const number = writtenNumber(block, label, path);
  if (number?.value === 0) {
    throw new InputError(`${number.place} is 0; expected a factor`);
  }
  return number?.value ?? 1;
}

/**
 * Whether a number that is written agrees with what it should be.
 *
 * @param written The number, and the place value of its last digit: writers round
 * or cut what is beyond.
 * @param expected What it should be.
 * @param slack By how much it may be off besides.
 */
export function agrees(
  { value, resolution }: Omit<WrittenNumber, "place">,
  expected: number,
  slack: number,
): boolean {
  const off = Math.abs(value - expected);
  return off <= slack * (1 + 1e-9) || off < resolution * (1 - 1e-9);
}
