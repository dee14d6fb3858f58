// Figures to files: SVG with its typeface inside, and PNG drawn from that SVG.
export { renderSvg } from "./render_svg.ts";
export { renderPng, type RenderPngOptions } from "./render_png.ts";
