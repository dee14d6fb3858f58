// jcampconverter reads what we read, by code of its own, and must come to the
// same ordinates: where one of the two is mistaken there is a refusal and no
// wrong spectrum. It cannot be the only reader, for it looks at none of the
// checks of the format (it takes a table that lacks lines, steps over what is no
// number, and has no use for NPOINTS or FIRSTY), and in (X++(Y..Y)) it misreads
// commas, powers of ten, and repetitions right behind an ordinate that checks;
// such a table is left to ours alone.
import { InputError } from "../../errors.ts";
import { tableLines } from "./jcamp_even.ts";
import type { JcampBlock } from "./jcamp_records.ts";
import type { JcampTable } from "./jcamp_table.ts";

/** It adds decimals digit by digit, which is not exact. */
const SLACK = 1e-9;

/**
 * Reads a table again.
 *
 * @param block The block that the table is of.
 * @param table The table as we read it.
 * @param path Name of the file, for messages.
 * @throws {InputError} If the library reads other ordinates.
 */
export async function checkWithLibrary(
  block: JcampBlock,
  { ordinates, label, even, common }: JcampTable,
  path: string,
): Promise<void> {
  if (!common) return;
  const { convert } = await import("../../third_party/jcampconverter.ts");
  const record = block.records.get(label)!;
  // It gets what was checked and nothing else: no other record, no comment, no
  // run of blanks, over which its patterns take quadratic time.
  const text = [
    "##TITLE=",
    `##NPOINTS=${ordinates.length}`,
    even ? "##XYDATA=(X++(Y..Y))" : "##PEAKTABLE=(XY..XY)",
    ...Array.from(
      tableLines(record),
      ({ text }) => text.replace(/\s+/g, " "),
    ),
    "##END=",
    "",
  ].join("\n");
  const found = convert(text).flatten[0]?.spectra[0]?.data.y ?? [];
  const largest = ordinates.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const differ = ordinates.findIndex((y, i) =>
    !(Math.abs(y - found[i]) <= SLACK * largest)
  );
  if (differ < 0 && found.length === ordinates.length) return;
  throw new InputError(
    `${path}, line ${record.line}: two readers find different ordinates in ` +
      `the table (${ordinates.length} and ${found.length}` +
      (differ < 0 || differ >= found.length
        ? ""
        : `; at point ${differ + 1} ${ordinates[differ]} and ${
          found[differ]
        }`) +
      "); expected the same",
  );
}
