// XML as events, from bytes that come in pieces. Nothing outside of the text is
// ever read: entities are the five of XML and numbers of characters.
import { Parser } from "../../third_party/saxen.ts";

/** What happens in a text. */
export interface XmlEvents {
  /** An element begins. */
  readonly open: (
    name: string,
    attributes: () => Readonly<Record<string, string>>,
  ) => void;
  /** An element ends. */
  readonly close?: (name: string) => void;
  /** Text, in one or several parts. */
  readonly text?: (text: string) => void;
}

/**
 * Reads XML.
 *
 * @param pieces UTF-8, or UTF-16 with a byte-order mark.
 * @param prefixes Prefixes by namespace, as the names of `events` have them,
 * whatever the text's own are.
 * @param events What to do.
 * @throws {Error} If it is not well-formed.
 */
export async function readXml(
  pieces: AsyncIterable<Uint8Array>,
  prefixes: Readonly<Record<string, string>>,
  events: XmlEvents,
): Promise<void> {
  const parser = new Parser().ns(prefixes);
  const stop = (error: Error) => {
    throw error;
  };
  parser.on("error", stop);
  parser.on("warn", (warning) => {
    // Extensions of other programs may have prefixes that nobody needs.
    if (!warning.message.startsWith("missing namespace")) stop(warning);
  });
  parser.on("openTag", (name, attributes, decode) =>
    events.open(name, () => {
      const found = attributes();
      for (const key in found) {
        if (found[key].includes("&")) found[key] = decode(found[key]);
      }
      return found;
    }));
  if (events.close) parser.on("closeTag", events.close);
  if (events.text) {
    const { text } = events;
    parser.on("text", (raw, decode) => text(decode(raw)));
    parser.on("cdata", text);
  }
  let decoder: TextDecoder | undefined;
  for await (const piece of pieces) {
    decoder ??= decoderOf(piece);
    parser.write(decoder.decode(piece, { stream: true }));
  }
  parser.write(decoder?.decode() ?? "");
  const error = parser.end();
  if (error) throw error;
}

function decoderOf(head: Uint8Array): TextDecoder {
  const mark = (head[0] << 8) | head[1];
  const encoding = mark === 0xfffe
    ? "utf-16le"
    : mark === 0xfeff
    ? "utf-16be"
    : "utf-8";
  return new TextDecoder(encoding, { fatal: true });
}
