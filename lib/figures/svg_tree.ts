// Reads the SVG that `renderSvg` writes into a tree. Not a general XML reader:
// elements, attributes and text, and a sentence for anything else.

/** An element of an SVG, or its text. */
export interface SvgNode {
  /** Name of the element; "" for text. */
  readonly name: string;
  /** Its attributes, unescaped. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What is in it. */
  readonly children: SvgNode[];
  /** The text, unescaped; "" for an element. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
};

/**
 * Reads SVG text.
 *
 * @param svg What `renderSvg` returned.
 * @returns The root element.
 * @throws {SyntaxError} If it is not well-formed, or has comments or
 * declarations.
 */
export function readSvg(svg: string): SvgNode {
  const top: SvgNode = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const pattern =
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/y;
  while (pattern.lastIndex < svg.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(svg);
    if (match === null) {
      throw new SyntaxError(`SVG has no element or text at ${at}`);
    }
    const [, close, name, attributes, empty, text] = match;
    const parent = open[open.length - 1];
    if (text !== undefined) {
      parent.children.push({ ...blank, children: [], text: unescaped(text) });
    } else if (close) {
      if (parent.name !== name || open.length === 1) {
        throw new SyntaxError(`SVG closes ${name} where it is not open`);
      }
      open.pop();
    } else {
      const node = {
        name,
        attributes: readAttributes(attributes),
        children: [],
        text: "",
      };
      parent.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const root = top.children.find(({ name }) => name === "svg");
  if (open.length > 1 || !root) {
    throw new SyntaxError("SVG is cut short, must have one closed root");
  }
  return root;
}

const blank = { name: "", attributes: {} };

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map((
      [, name, value],
    ) => [name, unescaped(value)]),
  );
}

function unescaped(text: string): string {
  return text.replace(/&(?:\w+|#\d+|#x[\da-fA-F]+);/g, (entity) => {
    if (entity[1] !== "#") return ENTITIES[entity] ?? entity;
    const hex = entity[2] === "x";
    const digits = entity.slice(hex ? 3 : 2, -1);
    return String.fromCodePoint(parseInt(digits, hex ? 16 : 10));
  });
}
