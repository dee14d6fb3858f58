// Python's unpickling machine (Lib/pickle.py, Lib/pickletools.py; protocols 0
// to 5) without its dangerous half: a stack, marks on it, a memo, and opcodes
// that push, collect or look up. Where Python would import a name or call
// something, this one checks the name against the allow-list and keeps a
// record. Time and memory are linear in the length of the file.
import { InputError } from "../../errors.ts";
import { isAllowed, knownName, makesDict } from "./allowed.ts";
import { Cursor } from "./cursor.ts";
import { OPCODES } from "./opcodes.ts";
import * as text from "./text.ts";
import {
  describe,
  PyDict,
  PyGlobal,
  PyRecord,
  PyTuple,
  type PyValue,
} from "./values.ts";

/**
 * Reads a pickle. Nothing in it is ever executed.
 *
 * @param bytes The file.
 * @param source Its name, for messages.
 * @returns Its value; what Python would build by calls is an inert record.
 * @throws {InputError} If it names anything but the types of tables and arrays
 * (the name is given), or is no whole pickle.
 *
 * @example
 * ```ts
 * import { unpickle } from "./unpickle.ts";
 *
 * const bytes = new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR.");
 * try {
 *   unpickle(bytes, "bad.pickle");
 * } catch (error) {
 *   console.log((error as Error).message.slice(0, 36)); // bad.pickle: os.system is named in it
 * }
 * ```
 */
export function unpickle(bytes: Uint8Array, source: string): PyValue {
  return new Machine(new Cursor(bytes, source)).run();
}

/** What opcodes work on. */
export class Machine {
  readonly stack: PyValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PyValue>();

  constructor(readonly cursor: Cursor) {}

  /** Runs to the STOP. */
  run(): PyValue {
    const { cursor, stack } = this;
    while (true) {
      const code = cursor.byte();
      if (code === 0x2e) {
        if (stack.length !== 1 || this.#marks.length !== 0) {
          cursor.fail(`ends with ${stack.length} values instead of one`);
        }
        return stack[0];
      }
      const opcode = OPCODES[code];
      if (opcode) opcode(this);
      else cursor.fail(`has the unknown opcode ${code}`);
    }
  }

  push(value: PyValue): void {
    this.stack.push(value);
  }

  pop(): PyValue {
    const { stack } = this;
    if (stack.length <= (this.#marks.at(-1) ?? 0)) {
      this.cursor.fail("takes a value where none is");
    }
    return stack.pop()!;
  }

  /** The uppermost value. */
  top(): PyValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.stack.length);
  }

  /** Everything above the last mark, which goes. */
  popMark(): PyValue[] {
    const at = this.#marks.pop();
    if (at === undefined) this.cursor.fail("takes a mark where none is");
    return this.stack.splice(at!);
  }

  /** POP takes a mark where one is uppermost. */
  discard(): void {
    if (this.#marks.at(-1) === this.stack.length) this.#marks.pop();
    else this.pop();
  }

  put(index: number): void {
    this.#memo.set(index, this.top());
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) {
      this.cursor.fail(`has no value ${index} to repeat`);
    }
    this.push(value!);
  }

  /** Keeps a name, if it is an allowed one. */
  name(module: PyValue, name: PyValue): void {
    if (typeof module !== "string" || typeof name !== "string") {
      this.cursor.fail("names something by what is no text");
    }
    const full = `${module}.${name}`;
    if (!isAllowed(full)) this.refuse(full);
    this.push(new PyGlobal(full));
  }

  refuse(name: string): never {
    throw new InputError(
      `${this.cursor.source}: ${knownName(name).slice(0, 200)} is named in ` +
        "it, and a pickle may run what it names; expected only dicts, lists, " +
        "texts, numbers, NumPy arrays and pandas tables",
    );
  }

  /** A call that Python would make. */
  call(callable: PyValue, args: PyValue): void {
    if (!(callable instanceof PyGlobal && args instanceof PyTuple)) {
      this.cursor.fail(`calls ${describe(callable)}`);
    }
    const { name } = callable as PyGlobal;
    const { items } = args as PyTuple;
    this.push(makesDict(name) ? new PyDict() : called(name, items));
  }

  /** Sets the state of a record. */
  build(target: PyValue, state: PyValue): void {
    if (target instanceof PyDict) return; // an OrderedDict's own attributes
    if (!(target instanceof PyRecord)) {
      this.cursor.fail(`sets the state of ${describe(target)}`);
    }
    (target as PyRecord).state = state;
  }

  /** Adds keys and values, one after the other. */
  setItems(target: PyValue, items: readonly PyValue[]): void {
    if (!(target instanceof PyDict) || items.length % 2 === 1) {
      this.cursor.fail(
        `sets ${items.length} keys and values of ${describe(target)}`,
      );
    }
    const { entries } = target as PyDict;
    for (let i = 0; i < items.length; i += 2) {
      entries.set(items[i], items[i + 1]);
    }
  }

  /** Adds to the end of a list. */
  append(target: PyValue, items: readonly PyValue[]): void {
    if (!Array.isArray(target)) {
      this.cursor.fail(`adds to ${describe(target)}`);
    }
    for (const item of items) (target as PyValue[]).push(item);
  }
}

/** Bytes of protocols 0 to 2 are a call that turns text into bytes. */
function called(name: string, args: readonly PyValue[]): PyValue {
  const [first] = args;
  if (name === "_codecs.encode" && typeof first === "string") {
    const bytes = text.latin1Bytes(first);
    if (bytes && args[1] === "latin1") return bytes;
  }
  if (/^(__builtin__|builtins)\.(bytes|bytearray)$/.test(name)) {
    if (args.length === 0) return new Uint8Array();
    if (first instanceof Uint8Array) return first;
    const bytes = typeof first === "string" ? text.latin1Bytes(first) : null;
    if (bytes) return bytes;
  }
  return new PyRecord(name, args);
}
