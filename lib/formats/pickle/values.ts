// What a pickle becomes: plain values, and for everything that Python would
// build by calling something, an inert record of what was to be called with
// what. Nothing is ever called; numpy.ts and pandas.ts look at the records.

/** Anything that a pickle of the allowed kinds holds. */
export type PyValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PyTuple
  | PyValue[]
  | PyDict
  | PyGlobal
  | PyRecord;

/** A tuple. */
export class PyTuple {
  constructor(readonly items: readonly PyValue[]) {}
}

/** A dict (also an `OrderedDict` or `defaultdict`), in the order of the file. */
export class PyDict {
  readonly entries: Map<PyValue, PyValue> = new Map();

  /** The value of a text key. */
  get(key: string): PyValue | undefined {
    return this.entries.get(key);
  }
}

/** A name from the allow-list, such as `numpy.ndarray`. */
export class PyGlobal {
  constructor(readonly name: string) {}
}

/** A call that was asked for: what, with what, and the state set after it. */
export class PyRecord {
  state: PyValue | undefined;

  constructor(readonly name: string, readonly args: readonly PyValue[]) {}
}

/** Whole numbers as numbers where they are exact. */
export function toInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A value in a few words, for messages. */
export function describe(value: PyValue | undefined): string {
  if (value === undefined || value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `the text "${value.slice(0, 40)}"`;
  if (typeof value === "number" || typeof value === "bigint") return `${value}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof PyTuple) return `a tuple of ${value.items.length}`;
  if (value instanceof PyDict) return `a dict of ${value.entries.size}`;
  return value.name;
}

/** What class a pickled object is of; protocols 0 and 1 have a helper. */
export function classOf({ name, args }: PyRecord): string {
  const [first] = args;
  return /^copy_?reg\._reconstructor$/.test(name) && first instanceof PyGlobal
    ? first.name
    : name;
}
