// What a run says of its spectra before it works with them: what they were
// taken as, and a line for each kind of odd thing.
import type { SpectraSet } from "../spectra_set.ts";
import { inspectSpectra } from "./inspect.ts";
import { KINDS } from "./kinds.ts";
import { plain } from "./say.ts";
import type { OddityKind } from "./types.ts";

/** A terminal's line, or two of a narrow one. */
const MOST = 160;

/**
 * Says what spectra were taken as and what is odd about them.
 *
 * @param set Spectra.
 * @returns Lines; `deno task spectra` shows all of it.
 */
export function oddityNotes(set: SpectraSet): string[] {
  const { oddities, taken_as } = inspectSpectra(set, { path: "", format: "" });
  const lines = taken_as === null ? [] : [`taken as: ${taken_as}`];
  if (set.notes) lines.push(plain(`read: ${set.notes.join("; ")}`));
  for (const kind of Object.keys(KINDS) as OddityKind[]) {
    const [first, ...more] = oddities.filter((odd) => odd.kind === kind);
    if (first === undefined) continue;
    const count = more.length === 0 ? "" : ` (and ${more.length} more)`;
    const text = first.says.length > MOST
      ? `${first.says.slice(0, MOST)}…`
      : first.says;
    lines.push(plain(`odd: ${KINDS[kind].toLowerCase()}: ${text}${count}`));
  }
  return lines;
}
