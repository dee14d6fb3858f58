// Convolution as a matrix product: a row of the left matrix is what a kernel
// window covers, gathered from an image at addresses that are the same for
// all channels. Forward pass, input gradient and filter gradient differ only
// in how the address of (row, tap) is found. Sizes are constants of the
// shader except the batch: a smaller last batch runs the same shader.

/** How rows of a product find their source. */
export interface Gather {
  /** Determines the addresses. */
  readonly key: string;
  /** Windows' positions: kernel height × width. */
  readonly taps: number;
  /** Channels of the source. */
  readonly channels: number;
  /** Whether a tap may lie outside of the source. */
  readonly padded: boolean;
  /** WGSL that finds what a row needs once; names end in `suffix`. */
  row(row: string, suffix: string): string;
  /** WGSL that declares `base` (in values, tap `tap`) and `inside`. */
  tap(suffix: string): string;
}

/** The numbers of a convolution, as tfjs's `Conv2DInfo` has them. */
export interface Geometry {
  /** Images. */
  readonly batchSize: number;
  /** Input rows. */
  readonly inHeight: number;
  /** Input columns. */
  readonly inWidth: number;
  /** Input channels. */
  readonly inChannels: number;
  /** Output rows. */
  readonly outHeight: number;
  /** Output columns. */
  readonly outWidth: number;
  /** Output channels. */
  readonly outChannels: number;
  /** Kernel rows. */
  readonly filterHeight: number;
  /** Kernel columns. */
  readonly filterWidth: number;
  /** Stride of rows. */
  readonly strideHeight: number;
  /** Stride of columns. */
  readonly strideWidth: number;
  /** Padding ahead of the image. */
  readonly padInfo: { readonly top: number; readonly left: number };
}

/**
 * Rows that lie in memory one after the other: a plain matrix, or the image of
 * a 1×1 convolution.
 *
 * @param channels Values in a row.
 */
export function plainGather(channels: number): Gather {
  return {
    key: `plain ${channels}`,
    taps: 1,
    channels,
    padded: false,
    row: (row, s) => `let base${s} = ${row} * ${channels}u;\n`,
    tap: () => "",
  };
}

/**
 * Rows are output positions, gathered from the input.
 *
 * @param g The convolution.
 */
export function forwardGather(g: Geometry): Gather {
  if (isPointwise(g)) return plainGather(g.inChannels);
  return gather(g, {
    kind: "forward",
    rows: [g.outHeight, g.outWidth],
    source: [g.inHeight, g.inWidth],
    channels: g.inChannels,
    at: (position, stride, pad, tap) =>
      `i32(${position}) * ${stride} + i32(${tap}) - ${pad}`,
    whole: () => "",
  });
}

/**
 * Rows are input positions, gathered from the output's gradient.
 *
 * @param g The convolution.
 */
export function backwardGather(g: Geometry): Gather {
  if (isPointwise(g)) return plainGather(g.outChannels);
  return gather(g, {
    kind: "backward",
    rows: [g.inHeight, g.inWidth],
    source: [g.outHeight, g.outWidth],
    channels: g.outChannels,
    at: (position, stride, pad, tap) =>
      stride === 1
        ? `i32(${position}) + ${pad} - i32(${tap})`
        : `(i32(${position}) + ${pad} - i32(${tap})) / ${stride}`,
    whole: (position, stride, pad, tap) => {
      const d = `(i32(${position}) + ${pad} - i32(${tap}))`;
      return stride === 1 ? "" : ` && ${d} >= 0 && ${d} % ${stride} == 0`;
    },
  });
}

function isPointwise(g: Geometry): boolean {
  return g.filterHeight * g.filterWidth === 1 && g.strideHeight === 1 &&
    g.strideWidth === 1 && g.padInfo.top === 0 && g.padInfo.left === 0 &&
    g.inHeight === g.outHeight && g.inWidth === g.outWidth;
}

type Coordinate = (
  position: string,
  stride: number,
  pad: number,
  tap: string,
) => string;

interface Sides {
  readonly kind: string;
  readonly rows: readonly [number, number];
  readonly source: readonly [number, number];
  readonly channels: number;
  readonly at: Coordinate;
  readonly whole: Coordinate;
}

function gather(g: Geometry, sides: Sides): Gather {
  const { rows: [height, width], source: [h, w], channels, at, whole } = sides;
  const { strideHeight: sy, strideWidth: sx, padInfo: { top, left } } = g;
  const [ky, kx] = [`(tap / ${g.filterWidth}u)`, `(tap % ${g.filterWidth}u)`];
  return {
    key: [
      sides.kind,
      [height, width, h, w, channels],
      [g.filterHeight, g.filterWidth, sy, sx, top, left],
    ].join(" "),
    taps: g.filterHeight * g.filterWidth,
    channels,
    padded: true,
    row: (row, s) =>
      `let image${s} = ${row} / ${height * width}u * ${h * w}u;
let py${s} = ${row} % ${height * width}u / ${width}u;
let px${s} = ${row} % ${width}u;
`,
    tap: (s) =>
      `let sy${s} = ${at(`py${s}`, sy, top, ky)};
let sx${s} = ${at(`px${s}`, sx, left, kx)};
let inside${s} = sy${s} >= 0 && sy${s} < ${h} && sx${s} >= 0 && sx${s} < ${w}${
        whole(`py${s}`, sy, top, ky)
      }${whole(`px${s}`, sx, left, kx)};
let base${s} = select(0u, (image${s} + u32(sy${s} * ${w} + sx${s})) * ${channels}u, inside${s});
`,
  };
}

/**
 * WGSL that returns a value of the gathered matrix for a tiled product; four
 * neighbours where channels allow it.
 *
 * @param gather How rows find their source, the tensor `x`.
 * @param rows Which of the product's indices counts its rows; the other one
 * counts taps and channels.
 */
export function gatheredLoad(gather: Gather, rows: "o" | "k"): string {
  const { channels } = gather;
  const wide = channels % 4 === 0;
  const quad = wide ? " / 4u" : "";
  const [within, size] = rows === "o" ? ["k", "u.k"] : ["o", "u.m"];
  if (isPlain(gather)) {
    return `return x[(${rows} * ${size} + ${within})${quad}];`;
  }
  const zero = wide ? "vec4f()" : "0.0";
  const load = `x[(base + ${within} % ${channels}u)${quad}]`;
  return `let tap = ${within} / ${channels}u;
${gather.row(rows, "")}${gather.tap("")}
return ${gather.padded ? `select(${zero}, ${load}, inside)` : load};`;
}

/**
 * Whether rows lie in memory one after the other.
 *
 * @param gather How rows find their source.
 */
export function isPlain({ taps, padded }: Gather): boolean {
  return taps === 1 && !padded;
}
