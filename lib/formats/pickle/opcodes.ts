// The opcodes of protocols 0 to 5, by their byte (Lib/pickletools.py has them
// all). Left out, so refused: persistent ids, the extension registry,
// out-of-band buffers, old-style instances, sets.
import * as text from "./text.ts";
import type { Machine } from "./unpickle.ts";
import { PyDict, PyTuple, toInteger } from "./values.ts";

/** The newest protocol that there is. */
const PROTOCOL = 5;

type Opcode = (machine: Machine) => void;

const TABLE: Readonly<Record<string, Opcode>> = {
  // Structure
  "\x80": ({ cursor }) => {
    const protocol = cursor.byte();
    if (protocol > PROTOCOL) cursor.fail(`is of protocol ${protocol}`);
  },
  "\x95": ({ cursor }) => {
    const length = cursor.uint64();
    if (length > cursor.bytes.length - cursor.at) {
      cursor.fail(`is cut short: a frame of ${length} bytes is announced`);
    }
  },
  "(": (machine) => machine.mark(),
  "0": (machine) => machine.discard(),
  "1": (machine) => void machine.popMark(),
  "2": (machine) => machine.push(machine.top()),

  // Memo
  "p": (machine) => machine.put(index(machine)),
  "q": (machine) => machine.put(machine.cursor.byte()),
  "r": (machine) => machine.put(machine.cursor.uint32()),
  "\x94": (machine) => machine.memoize(),
  "g": (machine) => machine.get(index(machine)),
  "h": (machine) => machine.get(machine.cursor.byte()),
  "j": (machine) => machine.get(machine.cursor.uint32()),

  // Constants and numbers
  "N": (machine) => machine.push(null),
  "\x88": (machine) => machine.push(true),
  "\x89": (machine) => machine.push(false),
  "I": (machine) => {
    const { cursor } = machine;
    machine.push(text.parseInteger(cursor, cursor.line()));
  },
  "L": (machine) => {
    const { cursor } = machine;
    machine.push(text.parseInteger(cursor, cursor.line()));
  },
  "J": (machine) => machine.push(machine.cursor.int32()),
  "K": (machine) => machine.push(machine.cursor.byte()),
  "M": (machine) => machine.push(machine.cursor.uint16()),
  "\x8a": (machine) => {
    const { cursor } = machine;
    machine.push(toInteger(cursor.integer(cursor.byte())));
  },
  "\x8b": (machine) => {
    const { cursor } = machine;
    machine.push(toInteger(cursor.integer(cursor.uint32())));
  },
  "F": (machine) => {
    const { cursor } = machine;
    machine.push(text.parseFloat64(cursor, cursor.line()));
  },
  "G": (machine) => machine.push(machine.cursor.float64()),

  // Texts
  "V": (machine) => {
    const { cursor } = machine;
    machine.push(text.parseUnicode(cursor, cursor.line(Infinity)));
  },
  "X": (machine) => {
    const { cursor } = machine;
    machine.push(cursor.text(cursor.uint32()));
  },
  "\x8c": (machine) => {
    const { cursor } = machine;
    machine.push(cursor.text(cursor.byte()));
  },
  "\x8d": (machine) => {
    const { cursor } = machine;
    machine.push(cursor.text(cursor.uint64()));
  },
  "S": (machine) => {
    const { cursor } = machine;
    machine.push(text.parseQuoted(cursor, cursor.line(Infinity)));
  },
  "T": (machine) => {
    const { cursor } = machine;
    machine.push(text.takeLatin1(cursor, cursor.int32()));
  },
  "U": (machine) => {
    const { cursor } = machine;
    machine.push(text.takeLatin1(cursor, cursor.byte()));
  },

  // Bytes
  "B": ({ cursor, stack }) => void stack.push(cursor.take(cursor.uint32())),
  "C": ({ cursor, stack }) => void stack.push(cursor.take(cursor.byte())),
  "\x8e": ({ cursor, stack }) => void stack.push(cursor.take(cursor.uint64())),
  "\x96": ({ cursor, stack }) => void stack.push(cursor.take(cursor.uint64())),

  // Tuples, lists, dicts
  ")": (machine) => machine.push(new PyTuple([])),
  "\x85": (machine) => tuple(machine, 1),
  "\x86": (machine) => tuple(machine, 2),
  "\x87": (machine) => tuple(machine, 3),
  "t": (machine) => machine.push(new PyTuple(machine.popMark())),
  "]": (machine) => machine.push([]),
  "l": (machine) => machine.push(machine.popMark()),
  "a": (machine) => {
    const item = machine.pop();
    machine.append(machine.top(), [item]);
  },
  "e": (machine) => {
    const items = machine.popMark();
    machine.append(machine.top(), items);
  },
  "}": (machine) => machine.push(new PyDict()),
  "d": (machine) => {
    const dict = new PyDict();
    machine.setItems(dict, machine.popMark());
    machine.push(dict);
  },
  "s": (machine) => {
    const value = machine.pop();
    const key = machine.pop();
    machine.setItems(machine.top(), [key, value]);
  },
  "u": (machine) => {
    const items = machine.popMark();
    machine.setItems(machine.top(), items);
  },

  // Names, and what would be calls
  "c": (machine) => {
    const { cursor } = machine;
    machine.name(cursor.line(), cursor.line());
  },
  "\x93": (machine) => {
    const name = machine.pop();
    machine.name(machine.pop(), name);
  },
  "i": (machine) => {
    const { cursor } = machine;
    machine.refuse(`${cursor.line()}.${cursor.line()}`);
  },
  "R": (machine) => {
    const args = machine.pop();
    machine.call(machine.pop(), args);
  },
  "\x81": (machine) => {
    const args = machine.pop();
    machine.call(machine.pop(), args);
  },
  "b": (machine) => {
    const state = machine.pop();
    machine.build(machine.top(), state);
  },

  // Refused with a reason
  "P": ({ cursor }) => cursor.fail("refers to an object outside of the file"),
  "Q": ({ cursor }) => cursor.fail("refers to an object outside of the file"),
  "\x97": ({ cursor }) => cursor.fail("keeps its numbers outside of the file"),
  "\x98": () => {}, // a buffer that may not be changed
  "\x82": ({ cursor }) => cursor.fail("uses a registry of extensions"),
  "\x83": ({ cursor }) => cursor.fail("uses a registry of extensions"),
  "\x84": ({ cursor }) => cursor.fail("uses a registry of extensions"),
  "\x8f": ({ cursor }) => cursor.fail("holds a set"),
  "\x91": ({ cursor }) => cursor.fail("holds a set"),
};

/** Opcodes by their byte. */
export const OPCODES: readonly (Opcode | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => TABLE[String.fromCharCode(code)],
);

function index(machine: Machine): number {
  const { cursor } = machine;
  const value = text.parseInteger(cursor, cursor.line());
  if (typeof value !== "number") {
    return cursor.fail("counts its values wrongly");
  }
  return value;
}

function tuple(machine: Machine, length: number): void {
  const items = Array.from({ length }, () => machine.pop()).reverse();
  machine.push(new PyTuple(items));
}
