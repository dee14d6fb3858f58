// Which of a table's unused columns look as if they named its rows.
import type { Column, NamedColumn } from "./row_keys.ts";

/** Words that names of such columns end in, or are. */
const WORDS =
  /(?:^|[^a-z])(?:id|ids|key|code|no|nr|num|number|name|label|barcode|uuid|guid)$/;
const SAMPLE = /sample|specimen|probe|muestra|amostra|echantillon/;

/**
 * Finds columns with another value in every row that are called as identifiers
 * are, or hold texts.
 *
 * @returns Their names.
 */
export function identifiers(columns: readonly NamedColumn[]): string[] {
  return columns.filter(({ name, values }) =>
    isUnique(values) && (isCalledSo(name) || holdsTexts(values))
  ).map(({ name }) => name);
}

function isCalledSo(name: string): boolean {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return WORDS.test(words.trim()) || SAMPLE.test(words);
}

/** A column of one row says nothing of the others. */
function isUnique(values: Column): boolean {
  return values.length > 1 && new Set<unknown>(values).size === values.length;
}

function holdsTexts(values: Column): boolean {
  return !(values instanceof Float64Array) &&
    values.every((text) => /[^\d.,eE+\-\s]/.test(text));
}
