// Reads one serialized value: a flag word that says what comes, then its
// items. Symbols and environments are numbered as they come, and later words
// point back at them, so that what is passed over must be read, too.
// R's own reader is src/main/serialize.c, function ReadItem.
import { altrepValue } from "./altrep.ts";
import { skipBytecode } from "./bytecode.ts";
import type { Fail, RInput } from "./input.ts";
import {
  NO_ATTRIBUTES,
  R_NULL,
  type RAttributes,
  type ROther,
  type RValue,
} from "./values.ts";

/** Deepest nesting; data frames need five or so. */
const DEEPEST = 500;

/** Values without content, by their type. */
const CONSTANTS: Readonly<Record<number, string>> = {
  241: "the base environment",
  242: "the empty environment",
  247: "a persistent name",
  250: "the base namespace",
  251: "a missing argument",
  252: "an unbound value",
  253: "the global environment",
};

/** Pairs of a value and the rest, by their type. */
const PAIRS: Readonly<Record<number, string>> = {
  2: "a pairlist",
  3: "a function",
  5: "a promise",
  6: "a call",
  17: "dots",
  239: "a pairlist",
  240: "a call",
};

const NULLS = [0, 254];

/**
 * Reads a value.
 *
 * @param input The words after the format's header.
 * @param fail Refuses the data with what was found.
 */
export function unserialize(input: RInput, fail: Fail): RValue {
  const references: RValue[] = [];
  const read = reader(input, fail, references);
  return read(0);
}

function reader(input: RInput, fail: Fail, references: RValue[]) {
  return read;

  function read(depth: number): RValue {
    return readAs(input.int(), depth);
  }

  function readAs(flags: number, depth: number): RValue {
    if (depth > DEEPEST) fail(`nests values more than ${DEEPEST} deep`);
    const type = flags & 255;
    if (NULLS.includes(type)) return R_NULL;
    if (Object.hasOwn(CONSTANTS, type) && type !== 247) {
      return other(CONSTANTS[type]);
    }
    if (Object.hasOwn(PAIRS, type)) return readPairs(flags, depth);
    switch (type) {
      case 255:
        return readReference(flags);
      case 1:
        return remember(symbol(readAs(input.int(), depth + 1)));
      case 247:
      case 248:
      case 249:
        return readNames(depth);
      case 4:
        return readEnvironment(depth);
      case 238:
        return altrepValue(
          read(depth + 1),
          read(depth + 1),
          attributesOf(read(depth + 1)),
          { expand: input.expand, fail },
        );
      case 9:
        return readText(flags, depth);
      case 7:
      case 8:
        input.text(length());
        return other("a function");
      case 22: {
        const pointer = remember(other("a pointer"));
        read(depth + 1);
        read(depth + 1);
        attributes(flags, depth);
        return pointer;
      }
      case 23: {
        const weak = remember(other("a weak reference"));
        attributes(flags, depth);
        return weak;
      }
      case 25:
        return {
          ...other("an S4 object"),
          attributes: attributes(flags, depth),
        };
      default:
        return readVector(flags, depth);
    }
  }

  function readVector(flags: number, depth: number): RValue {
    switch (flags & 255) {
      case 10:
      case 13: {
        const kind = (flags & 255) === 10 ? "logical" : "integer";
        const values = input.integers(length());
        return { kind, values, attributes: attributes(flags, depth) };
      }
      case 14: {
        const values = input.doubles(length());
        return { kind: "double", values, attributes: attributes(flags, depth) };
      }
      case 15:
        input.doubles(2 * length());
        return { ...other("complex"), attributes: attributes(flags, depth) };
      case 16: {
        const values = items(depth).map((item) =>
          item.kind === "character" ? item.values[0] : null
        );
        return {
          kind: "character",
          values,
          attributes: attributes(flags, depth),
        };
      }
      case 19:
      case 20: {
        const values = items(depth);
        return { kind: "list", values, attributes: attributes(flags, depth) };
      }
      case 24:
        input.raw(length());
        return { ...other("raw"), attributes: attributes(flags, depth) };
      case 21:
        skipBytecode({ input, read, fail }, depth);
        return {
          ...other("a compiled function"),
          attributes: attributes(flags, depth),
        };
      default:
        return fail(`holds a value of type ${flags & 255}, which R has not`);
    }
  }

  function length(): number {
    const count = input.int();
    if (count !== -1) {
      if (count < 0) fail(`has a length of ${count}`);
      return count;
    }
    const [high, low] = [input.int(), input.int() >>> 0];
    if (high < 0 || high > 0xfffff) fail(`has a length of ${high} times 2^32`);
    return high * 2 ** 32 + low;
  }

  function items(depth: number): RValue[] {
    const count = length();
    input.expect(count, 4);
    const found: RValue[] = [];
    for (let i = 0; i < count; i++) found.push(read(depth + 1));
    return found;
  }

  function attributes(flags: number, depth: number): RAttributes {
    return flags & 0x200 ? attributesOf(read(depth + 1)) : NO_ATTRIBUTES;
  }

  /** Pairs are a chain, which is walked and not descended. */
  function readPairs(flags: number, depth: number): RValue {
    const what = PAIRS[flags & 255];
    const values: RValue[] = [];
    const tags: string[] = [];
    let own: RAttributes = NO_ATTRIBUTES;
    for (;;) {
      const type = flags & 255;
      if (!Object.hasOwn(PAIRS, type)) {
        const rest = readAs(flags, depth + 1);
        if (rest !== R_NULL) values.push(rest);
        break;
      }
      const hasAttributes = type === 239 || type === 240 || flags & 0x200;
      if (hasAttributes) {
        const found = attributesOf(read(depth + 1));
        if (values.length === 0) own = found;
      }
      const tag = flags & 0x400 ? read(depth + 1) : undefined;
      tags.push(tag?.kind === "character" ? tag.values[0] ?? "" : "");
      values.push(read(depth + 1));
      flags = input.int();
    }
    if (what !== "a pairlist") return { ...other(what), attributes: own };
    const names: RValue = {
      kind: "character",
      values: tags,
      attributes: NO_ATTRIBUTES,
    };
    return {
      kind: "list",
      values,
      attributes: new Map([...own, ["names", names]]),
    };
  }

  function readText(flags: number, depth: number): RValue {
    const count = input.int();
    if (count < -1) fail(`has a text of length ${count}`);
    const text = count === -1 ? null : decode(input.text(count), flags >> 12);
    attributes(flags, depth);
    return { kind: "character", values: [text], attributes: NO_ATTRIBUTES };
  }

  function readNames(depth: number): RValue {
    if (input.int() !== 0) fail("has names where a namespace belongs");
    const count = input.int();
    input.expect(count, 4);
    for (let i = 0; i < count; i++) read(depth + 1);
    return remember(other("a namespace"));
  }

  function readEnvironment(depth: number): RValue {
    input.int();
    const environment = remember(other("an environment"));
    for (let i = 0; i < 4; i++) read(depth + 1);
    return environment;
  }

  function readReference(flags: number): RValue {
    const index = flags >>> 8 || input.int();
    return references[index - 1] ??
      fail(`points at value ${index}; there are ${references.length}`);
  }

  function remember<T extends RValue>(value: T): T {
    references.push(value);
    return value;
  }

  function symbol(name: RValue): RValue {
    return name.kind === "character"
      ? name
      : fail("has a symbol without a name");
  }

  function attributesOf(list: RValue): RAttributes {
    const names = list.attributes.get("names");
    if (list.kind !== "list" || names?.kind !== "character") {
      return NO_ATTRIBUTES;
    }
    return new Map(
      list.values.map((value, at) => [names.values[at] ?? "", value]),
    );
  }
}

function other(what: string): ROther {
  return { kind: "other", what, attributes: NO_ATTRIBUTES };
}

/** Bits of a text's encoding. */
const LATIN1 = 4;
const UTF8 = 8;

/** Texts without a mark are ASCII, or in the encoding of the writer. */
function decode(bytes: Uint8Array, level: number): string {
  if (level & LATIN1) return new TextDecoder("latin1").decode(bytes);
  if (level & UTF8) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
