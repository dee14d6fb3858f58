// The names that a pickle may mention. A pickle is a program whose calls may
// be anything that Python can import; here a name that is not in this table
// ends the reading, and those in it are only ever kept as records.

/** Calls that make an empty dict. */
const DICTS = ["collections.OrderedDict", "collections.defaultdict"];

const PYTHON = [
  ...["object", "slice", "list", "dict", "bytes", "bytearray"].flatMap((
    name,
  ) => [
    `builtins.${name}`,
    `__builtin__.${name}`, // protocols 0 to 2
  ]),
  "_codecs.encode",
  "copyreg._reconstructor",
  "copy_reg._reconstructor",
];

/** NumPy 1 says `core`, NumPy 2 `_core`. */
const NUMPY = [
  "numpy.ndarray",
  "numpy.dtype",
  ...["numpy.core", "numpy._core"].flatMap((core) => [
    `${core}.multiarray._reconstruct`,
    `${core}.multiarray.scalar`,
    `${core}.numeric._frombuffer`,
  ]),
];

/** pandas 3 says `pandas.X`, before it the module where X is defined. */
const PANDAS = [
  "pandas.DataFrame",
  "pandas.core.frame.DataFrame",
  "pandas.Series",
  "pandas.core.series.Series",
  "pandas.core.internals.managers.BlockManager",
  "pandas.core.internals.managers.SingleBlockManager",
  "pandas.core.internals.blocks.new_block",
  "pandas._libs.internals._unpickle_block",
  "pandas._libs.internals.BlockPlacement",
  "pandas.core.indexes.base._new_Index",
  "pandas.Index",
  "pandas.core.indexes.base.Index",
  "pandas.core.indexes.numeric.Float64Index",
  "pandas.core.indexes.numeric.Int64Index",
  "pandas.core.indexes.numeric.UInt64Index",
  "pandas.RangeIndex",
  "pandas.core.indexes.range.RangeIndex",
  "pandas._libs.arrays.__pyx_unpickle_NDArrayBacked",
  "pandas.StringDtype",
  "pandas.core.arrays.string_.StringDtype",
  "pandas.core.arrays.string_.StringArray",
  "pandas.core.arrays.string_.StringArrayNumpySemantics",
  "pandas.core.arrays.string_arrow.ArrowStringArray",
  "pandas.core.arrays.string_arrow.ArrowStringArrayNumpySemantics",
  ...["StringArray", "ArrowStringArray", "FloatingArray", "IntegerArray"].map(
    (name) => `pandas.arrays.${name}`,
  ),
  "pandas.core.arrays.floating.FloatingArray",
  "pandas.core.arrays.integer.IntegerArray",
  ...["Float32", "Float64"].flatMap((name) => [
    `pandas.core.arrays.floating.${name}Dtype`,
    `pandas.${name}Dtype`,
  ]),
  ...["Int8", "Int16", "Int32", "Int64"].flatMap((name) => [
    `pandas.core.arrays.integer.${name}Dtype`,
    `pandas.${name}Dtype`,
  ]),
  "pyarrow.lib._restore_array",
  "pyarrow.lib.chunked_array",
  "pyarrow.lib.py_buffer",
  "pyarrow.lib.type_for_alias",
];

const ALLOWED: ReadonlySet<string> = new Set([
  ...DICTS,
  ...PYTHON,
  ...NUMPY,
  ...PANDAS,
]);

/** Names under which Python's own library saves functions of `os`. */
const ALIASES: Readonly<Record<string, string>> = {
  "posix.": "os.",
  "nt.": "os.",
};

/** Whether a pickle may mention a name. */
export function isAllowed(name: string): boolean {
  return ALLOWED.has(name);
}

/** Whether a call of this name makes a dict. */
export function makesDict(name: string): boolean {
  return DICTS.includes(name);
}

/** A name as people know it: `posix.system` is `os.system`. */
export function knownName(name: string): string {
  for (const [prefix, known] of Object.entries(ALIASES)) {
    if (!name.startsWith(prefix)) continue;
    return `${known}${name.slice(prefix.length)} (as ${name})`;
  }
  return name;
}
