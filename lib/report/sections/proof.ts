// Where a run is dropped to be checked; page/proof.ts does it.
import type { Section } from "../frame.ts";
import { html } from "../html.ts";

/** The place for the proof. */
export function proofSection(kind: "run" | "study"): Section {
  return {
    id: "proof",
    title: `Check this ${kind}`,
    interactive: true,
    content: html`
      <p>Drop the folder of the ${kind}${kind === "run"
        ? " or its packed archive (.zip)"
        : ""} here, or choose it. Every file is hashed and compared with the manifest${kind ===
          "run"
        ? ", and split and metrics are computed again from the tables"
        : "; that tables follow from members, the command line checks"}. Nothing leaves this page: its
      security policy forbids it any request.</p>
      <div class="drop" data-drop="">
        <div
          class="controls"><label>Folder <input type="file" webkitdirectory="" multiple="" data-folder=""></label>
      ${kind === "run" &&
        html`<label>Archive <input type="file" accept=".zip" data-archive=""></label>`}</div>
      </div>
      <div data-verdict="" role="status"></div>
      <p>A page cannot vouch for itself: whoever changes files could change the page,
      too. <code>deno task verify</code> makes it again and compares.</p>
    `,
  };
}
