// What made what, by digest; what is claimed of it; and where.
import type { Claim } from "../../provenance/manifest_types.ts";
import type { Section } from "../frame.ts";
import { html } from "../html.ts";
import { bytesText } from "../number.ts";
import type { RunReport } from "../run_report.ts";
import { table } from "../table.ts";

/** Shows the stages of a run in their order. */
export function provenanceSection({ stages, artifacts }: RunReport): Section {
  const files = new Map(artifacts.map((file) => [file.path, file]));
  return {
    id: "provenance",
    title: "Provenance",
    content: html`<p>What each stage read and made. A digest here is the SHA-256
of a file beside this page; the page's own digest stands in
<code>manifest.json</code>.</p>
<ol class="stages">${
      stages.map(({ name, inputs, outputs }) =>
        html`
          <li><h3>${name}</h3>
          ${inputs.length > 0 &&
            html`<p>reads ${
              inputs.map(({ path }, at) =>
                html`${at > 0 && ", "}<code>${path}</code>`
              )
            }</p>`}<ul>${outputs.map((path) =>
              html`<li><code>${path}</code> ${
                bytesText(files.get(path)?.bytes ?? 0)
              } <span class="hash">${files.get(path)?.sha256}</span></li>`
            )}</ul></li>
        `
      )
    }</ol>`,
  };
}

/** Shows what may be expected of a run elsewhere. */
export function claimsSection({ levels, artifacts }: RunReport): Section {
  return {
    id: "claims",
    title: "Claims",
    content: html`${
      table("Levels of reproducibility", [
        { title: "level", number: true },
        { title: "what is made again" },
        { title: "where" },
        { title: "claim" },
      ], {
        rows: levels.map(({ level, what, where, claim }) => ({
          cells: [level, what, where, claimText(claim)],
        })),
      })
    }${
      table("Claims of each file", [{ title: "file" }, { title: "claim" }], {
        rows: artifacts.map(({ path, claim }) => ({
          cells: [html`<code>${path}</code>`, claimText(claim)],
        })),
      })
    }`,
  };
}

function claimText(claim: Claim): string {
  if (claim.kind === "exact") return "the same bytes";
  if (claim.kind === "not-checked") return "not checked";
  return `${claim.metric}: at most ${claim.bound}, against ${claim.against}`;
}

/** Says what a run was made on, as far as every machine says the same. */
export function environmentSection(backend: "exact" | "webgpu"): Section {
  return {
    id: "environment",
    title: "Environment",
    content: html`<p>Backend <code>${backend}</code>: ${
      backend === "exact"
        ? "WebAssembly with partial sums in a fixed order, the same bits on " +
          "every machine."
        : "a graphics processor; the same adapter and driver give the same " +
          "bits, others round differently."
    }</p>
<p>Versions of Deno and V8, processor, system, threads, lock file and the commit
of the source may differ where this page is the same, so they are not in it:
they stand in <code>manifest.json</code>, and are shown here once the run is
dropped on this page.</p>
<div data-environment=""></div>`,
  };
}
