// A compiled function: code, then constants, some of which are calls in a
// spelling of their own. Nothing of it is kept, but all must be read to come
// to what follows (R's own reader: ReadBC in src/main/serialize.c).
import type { Fail, RInput } from "./input.ts";

/** How a value inside of the code is read. */
export interface CodeReader {
  /** The words. */
  readonly input: RInput;
  /** Reads a value, so deep inside of others. */
  readonly read: (depth: number) => unknown;
  /** Refuses the data. */
  readonly fail: Fail;
}

const REFERENCE = 243;
const DEFINITION = 244;
const WITH_ATTRIBUTES = [239, 240];
const CALLS = [2, 6, REFERENCE, DEFINITION, ...WITH_ATTRIBUTES];

/** Reads past a compiled function. */
export function skipBytecode(reader: CodeReader, depth: number): void {
  reader.input.int();
  skipCode(reader, depth);
}

function skipCode(reader: CodeReader, depth: number): void {
  const { input, read } = reader;
  if (depth > 500) reader.fail("nests compiled functions more than 500 deep");
  read(depth + 1);
  const constants = input.int();
  input.expect(constants, 4);
  for (let i = 0; i < constants; i++) {
    const type = input.int();
    if (type === 21) skipCode(reader, depth + 1);
    else if (CALLS.includes(type)) skipCall(reader, type, depth + 1);
    else read(depth + 1);
  }
}

/** A call is a chain of pairs, which is walked and not descended. */
function skipCall(reader: CodeReader, type: number, depth: number): void {
  const { input, read } = reader;
  if (depth > 500) reader.fail("nests compiled calls more than 500 deep");
  while (CALLS.includes(type)) {
    if (type === REFERENCE) {
      input.int();
      return;
    }
    if (type === DEFINITION) {
      input.int();
      type = input.int();
    }
    if (WITH_ATTRIBUTES.includes(type)) read(depth + 1);
    read(depth + 1);
    skipCall(reader, input.int(), depth + 1);
    type = input.int();
  }
  read(depth + 1);
}
