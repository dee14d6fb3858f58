// Where spectra are dropped to be predicted; page/predict.ts does it.
import type { Section } from "../frame.ts";
import { html } from "../html.ts";

/**
 * The place for predictions.
 *
 * @param held Whether the page holds the network of the run.
 */
export function predictSection(held: boolean): Section {
  return {
    id: "predict",
    title: "Predict new spectra",
    interactive: true,
    content: html`
      <p>Drop spectra here, or choose them: a file of an instrument (.asd, .sed,
      .sig, .spc, .jdx and others) or a table (CSV, Excel). They are read,
      pre-treated, transformed and predicted in this page, by the code and the
      kernels of <code>deno task predict --backend exact</code>. No byte leaves
      this page: its security policy forbids it any request. Several files are
      taken as a folder of them.</p>
      ${!held && html`
        <p>The network of this run is too large for a page of 3 MB, so choose the
        run's folder first.</p>
      `}
      <div class="drop" data-place="">
        <div
          class="controls">${!held &&
            html`<label>Run <input type="file" webkitdirectory="" multiple="" data-run=""></label>`}<label>Spectra <input type="file" multiple="" data-spectra=""></label>
          <label><input type="checkbox" data-resample="">Interpolate to the run's wavelengths (<code>--resample</code>)</label>
        </div>
      </div>
      <div data-said="" role="status"></div>
      <div data-predicted=""></div>
      <p>Parquet files and what is packed by gzip, bzip2, xz or zstd, as R data are,
      are left to <code>deno task predict</code>.</p>
    `,
  };
}
