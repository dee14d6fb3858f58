/// <reference lib="dom" />
// What runs in a report: every part of it takes the document and does nothing
// where its section is not there. Without scripts the report is whole.
import { installFigures } from "./figures.ts";
import { installPredict } from "./predict.ts";
import { installProof } from "./proof.ts";

for (const element of document.querySelectorAll("[data-scripted]")) {
  element.removeAttribute("hidden");
}
installFigures(document);
installProof(document);
installPredict(document);
