// How the outputs of one tile draw from the source image in a depthwise
// convolution. Each source value is loaded once and added to all outputs that
// need it; which those are is worked out here, while the shader is written.
import type { Tuning } from "../own_backend.ts";
import type { Geometry } from "./gather.ts";

/** One output of the tile takes one source value through one tap. */
export interface Use {
  /** Output's place in the tile. */
  readonly row: number;
  /** Output's column in the tile. */
  readonly column: number;
  /** Filter's tap. */
  readonly tap: number;
}

/** A source value and all its uses. */
export interface SourceValue {
  /** Place relative to the tile's origin in the source. */
  readonly dy: number;
  /** Column relative to the tile's origin. */
  readonly dx: number;
  /** Outputs that need it. */
  readonly uses: readonly Use[];
}

/** Tiles of a depthwise convolution. */
export interface Window {
  /** Determines the code. */
  readonly key: string;
  /** Outputs of a tile. */
  readonly height: number;
  /** Columns of a tile. */
  readonly width: number;
  /** Tiles over an image. */
  readonly down: number;
  /** Tiles side by side. */
  readonly across: number;
  /** The whole output image. */
  readonly outHeight: number;
  /** Its columns. */
  readonly outWidth: number;
  /** The whole source image. */
  readonly sourceHeight: number;
  /** Its columns. */
  readonly sourceWidth: number;
  /** From one tile to the next, in the source. */
  readonly stepY: number;
  /** The same for columns. */
  readonly stepX: number;
  /** What a tile loads. */
  readonly values: readonly SourceValue[];
}

/** Largest tile, in outputs. */
export interface TileSize {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
}

/**
 * The tile that an adapter likes.
 *
 * @param tuning Its kind.
 */
export function tileSize(tuning: Tuning): TileSize {
  return tuning === "software"
    ? { height: 4, width: 5 }
    : { height: 2, width: 3 };
}

/**
 * Tiles of the output, drawing from the input.
 *
 * @param g The convolution.
 * @param tile Largest tile.
 */
export function forwardWindow(g: Geometry, tile: TileSize): Window {
  return pruned(forward(g, tile));
}

function forward(g: Geometry, tile: TileSize): Window {
  const { strideHeight: sy, strideWidth: sx, padInfo: { top, left } } = g;
  const height = Math.min(tile.height, g.outHeight);
  const width = evenly(g.outWidth, tile.width);
  return {
    key: `forward ${keyOf(g)} ${height} ${width}`,
    height,
    width,
    down: Math.ceil(g.outHeight / height),
    across: Math.ceil(g.outWidth / width),
    outHeight: g.outHeight,
    outWidth: g.outWidth,
    sourceHeight: g.inHeight,
    sourceWidth: g.inWidth,
    stepY: height * sy,
    stepX: width * sx,
    values: collect(
      g,
      { height, width },
      (row, ky) => row * sy + ky - top,
      (column, kx) => column * sx + kx - left,
    ),
  };
}

/**
 * Tiles of the input's gradient, drawing from the output's.
 *
 * @param g The convolution.
 * @param tile Largest tile; rounded up to whole strides.
 */
export function backwardWindow(g: Geometry, tile: TileSize): Window {
  return pruned(backward(g, tile));
}

/** Without the values that only padding could give. */
function pruned(window: Window): Window {
  const { down, across, stepY, stepX, sourceHeight, sourceWidth } = window;
  const values = window.values.filter(({ dy, dx }) =>
    !neverInside(dy, (down - 1) * stepY, sourceHeight) &&
    !neverInside(dx, (across - 1) * stepX, sourceWidth)
  );
  return { ...window, values };
}

function backward(g: Geometry, tile: TileSize): Window {
  const { strideHeight: sy, strideWidth: sx, padInfo: { top, left } } = g;
  const height = Math.ceil(Math.min(tile.height, g.inHeight) / sy) * sy;
  const width = Math.ceil(evenly(g.inWidth, tile.width) / sx) * sx;
  const whole = (position: number, stride: number) =>
    position % stride === 0 ? position / stride : null;
  return {
    key: `backward ${keyOf(g)} ${height} ${width}`,
    height,
    width,
    down: Math.ceil(g.inHeight / height),
    across: Math.ceil(g.inWidth / width),
    outHeight: g.inHeight,
    outWidth: g.inWidth,
    sourceHeight: g.outHeight,
    sourceWidth: g.outWidth,
    stepY: height / sy,
    stepX: width / sx,
    values: collect(
      g,
      { height, width },
      (row, ky) => whole(row + top - ky, sy),
      (column, kx) => whole(column + left - kx, sx),
    ),
  };
}

/**
 * Runs over a source value: WGSL that declares it as `v`, zero outside of the
 * image.
 *
 * @param window The tiles.
 * @param value The source value.
 * @param zero Zero in the type of the elements.
 */
export function loadSource(
  window: Window,
  { dy, dx }: SourceValue,
  zero: string,
): string {
  const { sourceHeight: h, sourceWidth: w, across, down } = window;
  const conditions = [
    ...outside(dy, (down - 1) * window.stepY, h, "sy"),
    ...outside(dx, (across - 1) * window.stepX, w, "sx"),
  ];
  const place = `let sy = originY + ${dy}; let sx = originX + ${dx};`;
  const at = `(image + u32(sy * ${w} + sx)) * CHANNELS + c`;
  if (conditions.length === 0) return `${place} let v = x[${at}];`;
  return `${place} let inside = ${conditions.join(" && ")};
let v = select(${zero}, x[select(0u, ${at}, inside)], inside);`;
}

/**
 * WGSL for where the tile `tile` lies.
 *
 * @param window The tiles.
 */
export function originOf(window: Window): string[] {
  const { down, across, sourceHeight, sourceWidth, stepY, stepX } = window;
  return [
    `let n = tile / ${down * across}u;`,
    `let ty = tile / ${across}u % ${down}u;`,
    `let tx = tile % ${across}u;`,
    `let image = n * ${sourceHeight * sourceWidth}u;`,
    `let originY = i32(ty * ${stepY}u);`,
    `let originX = i32(tx * ${stepX}u);`,
  ];
}

/**
 * WGSL for each output of a tile that lies in the image.
 *
 * @param window The tiles.
 * @param write Called with its place in the tile and WGSL for its address.
 * @param lines Where WGSL goes.
 */
export function forEachOutput(
  window: Window,
  write: (row: number, column: number, at: string) => void,
  lines: string[],
): void {
  const { height, width, down, across, outHeight, outWidth } = window;
  for (let row = 0; row < height; row++) {
    lines.push(`{ let oy = ty * ${height}u + ${row}u;`);
    const tall = down * height > outHeight;
    if (tall) lines.push(`if (oy < ${outHeight}u) {`);
    for (let column = 0; column < width; column++) {
      lines.push(`{ let ox = tx * ${width}u + ${column}u;`);
      const broad = across * width > outWidth;
      if (broad) lines.push(`if (ox < ${outWidth}u) {`);
      write(
        row,
        column,
        `((n * ${outHeight}u + oy) * ${outWidth}u + ox) * CHANNELS + c`,
      );
      lines.push(broad ? "} }" : "}");
    }
    lines.push(tall ? "} }" : "}");
  }
}

/** Only the checks that some tile can fail. */
function outside(
  offset: number,
  lastOrigin: number,
  size: number,
  name: string,
): string[] {
  const conditions: string[] = [];
  if (offset < 0) conditions.push(`${name} >= 0`);
  if (lastOrigin + offset >= size) conditions.push(`${name} < ${size}`);
  return conditions;
}

/** Whether no tile at all has this source value inside of the image. */
function neverInside(offset: number, lastOrigin: number, size: number) {
  return lastOrigin + offset < 0 || offset >= size;
}

function evenly(all: number, most: number): number {
  return Math.ceil(all / Math.ceil(all / most));
}

function keyOf(g: Geometry): string {
  return [
    g.inHeight,
    g.inWidth,
    g.outHeight,
    g.outWidth,
    g.inChannels,
    g.filterHeight,
    g.filterWidth,
    g.strideHeight,
    g.strideWidth,
    g.padInfo.top,
    g.padInfo.left,
  ].join(" ");
}

type Place = (output: number, tap: number) => number | null;

function collect(
  g: Geometry,
  { height, width }: TileSize,
  placeY: Place,
  placeX: Place,
): SourceValue[] {
  const found = new Map<string, { dy: number; dx: number; uses: Use[] }>();
  for (let row = 0; row < height; row++) {
    for (let ky = 0; ky < g.filterHeight; ky++) {
      const dy = placeY(row, ky);
      if (dy === null) continue;
      for (let column = 0; column < width; column++) {
        for (let kx = 0; kx < g.filterWidth; kx++) {
          const dx = placeX(column, kx);
          if (dx === null) continue;
          const key = `${dy} ${dx}`;
          if (!found.has(key)) found.set(key, { dy, dx, uses: [] });
          const tap = ky * g.filterWidth + kx;
          found.get(key)!.uses.push({ row, column, tap });
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => a.dy - b.dy || a.dx - b.dx);
}
