// What an OMNIC file says of a spectrum besides the points.
import { blockBytes, viewOf } from "../shared/block_bytes.ts";
import { joinedLines } from "../shared/joined_lines.ts";
import type { SpectrumMetadata } from "../shared/metadata.ts";
import { fieldOfText } from "../shared/text.ts";
import { isOfLibrary, SPA, type SpaSection } from "./spa_sections.ts";

/** Where the file's title and its date stand. */
const TITLE = { at: 30, length: 256 };
const DATE = 296;

/** In a section with a title the date follows it. */
const TITLED = TITLE.length + 4;

/** The spectrometer stands in the history, under what OMNIC calls its bench. */
const SERIAL = /Bench Serial Number:\s*([^\s;]+)/i;

/** OMNIC counts seconds from here. */
const EPOCH = Date.UTC(1899, 11, 31);

/** There was no OMNIC before; other programs leave the date out. */
const EARLIEST = Date.UTC(1985, 0, 1);

/** What is said elsewhere. */
interface About {
  readonly sections: readonly SpaSection[];
  readonly path: string;
  readonly scans: number;
  readonly quantity: string;
}

/**
 * Puts a spectrum's metadata together.
 *
 * @param bytes The file.
 * @param about The spectrum's sections, scans and quantity; name of the file.
 * @returns Metadata; the date is in UTC, as the file has it. Spectra out of a
 * library have none, nor scans.
 * @throws {InputError} If the file is cut short.
 */
export function spaMetadata(
  bytes: Uint8Array,
  { sections, path, scans, quantity }: About,
): SpectrumMetadata {
  const texts = (key: number) =>
    sections.filter((section) => section.key === key).map((section) =>
      joinedLines(fieldOfText(blockBytes(bytes, section, path)))
    );
  const { title, seconds } = ownTitle(bytes, sections, path);
  const history = texts(SPA.history);
  const description = [title, ...texts(SPA.comment), ...history]
    .filter(Boolean).join("; ");
  const isLibrary = isOfLibrary(bytes, sections);
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "OMNIC",
    instrument: null,
    serial: SERIAL.exec(history.join("; "))?.[1] ?? null,
    date: isLibrary ? null : readDate(seconds),
    latitude: null,
    longitude: null,
    description: description || null,
    splices: [],
    quantity,
    scans: isLibrary ? null : scans || null,
  };
}

/** A spectrum of a group has a title and a date of its own. */
function ownTitle(
  bytes: Uint8Array,
  sections: readonly SpaSection[],
  path: string,
): { readonly title: string | null; readonly seconds: number } {
  const own = sections.find(({ key, length }) =>
    key === SPA.title && length >= TITLED
  );
  const part = own ? blockBytes(bytes, own, path) : bytes;
  const start = own ? 0 : TITLE.at;
  return {
    title: joinedLines(
      fieldOfText(part.subarray(start, start + TITLE.length)),
    ),
    seconds: viewOf(part).getUint32(own ? TITLE.length : DATE, true),
  };
}

function readDate(seconds: number): string | null {
  const time = EPOCH + 1000 * seconds;
  return time < EARLIEST
    ? null
    : new Date(time).toISOString().replace(".000", "");
}
