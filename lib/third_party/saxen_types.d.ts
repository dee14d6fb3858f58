/** The part of saxen 11.2.0 that is used here: XML as a stream of events. */
export class Parser {
  /** Prefixes by namespace, as names of events have them. */
  ns(prefixes: Readonly<Record<string, string>>): this;
  on(event: "error" | "warn", take: (error: Error) => void): this;
  on(
    event: "openTag",
    take: (
      name: string,
      attributes: () => Record<string, string>,
      decode: (text: string) => string,
    ) => void,
  ): this;
  on(event: "closeTag", take: (name: string) => void): this;
  on(
    event: "text",
    take: (text: string, decode: (text: string) => string) => void,
  ): this;
  on(event: "cdata", take: (text: string) => void): this;
  write(xml: string): this;
  end(): Error | null;
}
