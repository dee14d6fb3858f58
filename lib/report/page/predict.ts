/// <reference lib="dom" />
// Prediction in the page: spectra are dropped on a report, and its run's network
// says what is in them.
import { decodeTable } from "../../artifacts/csv_table.ts";
import { InputError } from "../../errors.ts";
import { drawSpectra } from "./draw_spectra.ts";
import { type PagePrediction, predictFiles } from "./predict_files.ts";
import { type Given, readChosen, readDropped } from "./read_dropped.ts";
import { reportNetwork } from "./report_data.ts";
import { chosenParts, type RunParts } from "./run_parts.ts";
import { trainedSpectra } from "./trained_spectra.ts";

/** What is shown at once; the table to save has them all. */
const MOST_ROWS = 500;

/**
 * Lets a report predict spectra that are dropped on it.
 *
 * @param document The report.
 */
export function installPredict(document: Document): void {
  const section = document.getElementById("predict");
  const find = <T extends HTMLElement>(name: string) =>
    section?.querySelector<T>(`[data-${name}]`) ?? null;
  const place = find("place");
  const said = find("said");
  const shown = find("predicted");
  if (!section || !place || !said || !shown) return;
  let run: RunParts | null = reportNetwork(document);
  let turn = 0;
  const predict = async (given: Promise<Given>) => {
    const mine = ++turn;
    say(said, ["Predicting …"]);
    shown.replaceChildren();
    try {
      if (run === null) {
        throw new InputError(
          "There is no network yet; expected a run's folder",
        );
      }
      const files = filesOf(await given);
      await new Promise((resolve) => setTimeout(resolve)); // shows what is said
      const resample = find<HTMLInputElement>("resample")?.checked;
      const made = await predictFiles(run, files, { resample });
      if (mine !== turn) return; // Others were dropped meanwhile.
      say(said, [counted(made), ...made.notes]);
      show(shown, made, run);
    } catch (error) {
      if (mine === turn) say(said, [sentence(error)], true);
    }
  };
  const onChange = (name: string, use: (given: Promise<Given>) => void) => {
    const input = find<HTMLInputElement>(name);
    input?.addEventListener("change", () => {
      if (input.files?.length) use(readChosen(input.files));
    });
  };
  onChange("spectra", predict);
  onChange("run", async (given) => {
    try {
      run = chosenParts(filesOf(await given));
      say(said, ["The run's network is here; now the spectra."]);
    } catch (error) {
      say(said, [sentence(error)], true);
    }
  });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("dragenter", () => place.classList.add("over"));
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer) predict(readDropped(event.dataTransfer));
  });
}

/** A packed table is a file like others. */
function filesOf(given: Given) {
  return "archive" in given
    ? new Map([[given.archive, given.bytes]])
    : given.files;
}

function sentence(error: unknown): string {
  if (error instanceof InputError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `This browser could not do it (${text}); deno task predict can`;
}

function counted({ samples, intervals, flags }: PagePrediction): string {
  const n = samples.length;
  const lacks = [
    ...(intervals ? [] : ["intervals"]),
    ...(flags ? [] : ["a domain"]),
  ];
  return `${n} sample${n === 1 ? "" : "s"} predicted.` +
    (lacks.length === 0 ? "" : ` The run keeps no ${lacks.join(" and no ")}.`);
}

function say(place: HTMLElement, lines: readonly string[], bad = false): void {
  place.dataset.state = bad ? "bad" : "good";
  place.replaceChildren(...lines.map((line, at) => {
    const made = place.ownerDocument.createElement("p");
    if (at === 0) made.className = `verdict${bad ? " bad" : ""}`;
    made.textContent = line;
    return made;
  }));
}

function show(place: HTMLElement, made: PagePrediction, run: RunParts): void {
  const { ownerDocument: document } = place;
  const save = document.createElement("a");
  save.download = "predictions.csv";
  save.textContent = "Save as CSV";
  const blob = new Blob([made.table], { type: "text/csv" });
  save.href = URL.createObjectURL(blob);
  const line = document.createElement("p");
  line.append(save);
  place.replaceChildren(
    table(document, made),
    line,
    drawSpectra(document, made, trainedSpectra(run)),
  );
}

/** The cells of the task's table, digit for digit. */
function table(document: Document, { table: bytes }: PagePrediction) {
  const rows = decodeTable(bytes, [], "predictions");
  const names = rows.length > 0 ? Object.keys(rows[0]) : [];
  const make = (name: string, text = "", className = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    if (className !== "") element.className = className;
    return element;
  };
  const isText = (name: string) =>
    ["sample", "flag", "resampled"].includes(name);
  const head = make("tr");
  for (const name of names) {
    const cell = make("th", name, isText(name) ? "" : "n");
    cell.setAttribute("scope", "col");
    head.append(cell);
  }
  const body = make("tbody");
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = make("tr");
    names.forEach((name, at) => {
      const flagged = name === "flag" && row[name] !== "";
      const cell = make(
        at === 0 ? "th" : "td",
        row[name],
        flagged ? "bad" : isText(name) ? "" : "n",
      );
      if (at === 0) cell.setAttribute("scope", "row");
      line.append(cell);
    });
    body.append(line);
  }
  const caption = rows.length > MOST_ROWS
    ? `Predictions, the first ${MOST_ROWS} of ${rows.length}`
    : "Predictions";
  const made = make("table");
  const top = make("thead");
  top.append(head);
  made.append(make("caption", caption), top, body);
  const scroll = make("div", "", "scroll tall");
  scroll.setAttribute("role", "region");
  scroll.setAttribute("tabindex", "0");
  scroll.setAttribute("aria-label", caption);
  scroll.append(made);
  return scroll;
}
