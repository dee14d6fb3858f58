/// <reference lib="dom" />
// The proof in the page: a run's folder or archive is dropped on it, every file
// is hashed here, and what follows from the numbers is computed again.
import type { Finding } from "../../verify/finding.ts";
import { unpackArchive } from "./check_packed.ts";
import { checkRun } from "./check_run.ts";
import { checkStudy } from "./check_study.ts";
import { type Given, readChosen, readDropped } from "./read_dropped.ts";
import { reportData } from "./report_data.ts";
import { showEnvironment } from "./show_environment.ts";
import { showSpectrograms } from "./show_spectrograms.ts";

/**
 * Lets a report check the run that is dropped on it.
 *
 * @param document The report.
 */
export function installProof(document: Document): void {
  const section = document.getElementById("proof");
  const place = section?.querySelector<HTMLElement>("[data-drop]");
  const verdict = section?.querySelector<HTMLElement>("[data-verdict]");
  if (!section || !place || !verdict) return;
  const check = async (given: Promise<Given>) => {
    verdict.replaceChildren("Checking …");
    try {
      show(verdict, await proof(document, await given));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      show(verdict, [{ subject: "", holds: false, finding: text }]);
    }
  };
  for (const input of section.querySelectorAll<HTMLInputElement>("input")) {
    input.addEventListener("change", () => {
      if (input.files?.length) check(readChosen(input.files));
    });
  }
  // A file that misses the place would else replace the page.
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.preventDefault());
  place.addEventListener("dragenter", () => place.classList.add("over"));
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer) check(readDropped(event.dataTransfer));
  });
}

async function proof(document: Document, given: Given): Promise<Finding[]> {
  const packed = "archive" in given
    ? await unpackArchive(given.bytes, given.archive)
    : { files: given.files, findings: [] };
  const study = reportData(document).kind === "study";
  const { findings, manifest } = study
    ? await checkStudy(packed.files)
    : await checkRun(packed.files);
  showEnvironment(document, manifest);
  showSpectrograms(document, packed.files);
  return [...packed.findings, ...findings];
}

function show(place: HTMLElement, findings: readonly Finding[]): void {
  const { ownerDocument: document } = place;
  const element = (name: string, className: string, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };
  const failed = findings.filter(({ holds }) => !holds);
  const sound = failed.length === 0;
  const verdict = element(
    "p",
    `verdict ${sound ? "good" : "bad"}`,
    sound
      ? `✓ All ${findings.length} checks hold.`
      : `✗ ${failed.length} of ${findings.length} checks do not hold.`,
  );
  verdict.dataset.holds = String(sound);
  const list = element("ul", "findings");
  const passed = findings.filter(({ holds }) => holds);
  for (const { subject, holds, finding } of [...failed, ...passed]) {
    const item = element("li", "");
    item.dataset.subject = subject;
    item.dataset.holds = String(holds);
    const words = holds ? "✓ holds: " : "✗ does not hold: ";
    item.append(element("span", holds ? "good" : "bad", words));
    if (subject !== "") item.append(element("code", "", subject), " ");
    item.append(finding);
    list.append(item);
  }
  place.replaceChildren(verdict, list);
}
