/// <reference lib="dom" />
// The proof in the page: a run's folder is dropped on it and checked here.

/**
 * Lets a report check the run that is dropped on it.
 *
 * @param document The report.
 */
export function installProof(document: Document): void {
  const section = document.getElementById("proof");
  if (section === null) return;
}
