// Spectra dropped on a page, and what it says of them beside what the task says.
import axeCore from "npm:axe-core@4.11.0";
import type { Page } from "npm:playwright-core@1.56.1";
import { runTask } from "../support/run_task.ts";

/** Bytes by name. */
export type Dropped = Readonly<Record<string, Uint8Array>>;

/** A run in a folder, and the folder that its files are dropped from. */
export interface Place {
  readonly run: string;
  readonly spectra: string;
}

/** Text as bytes. */
export const encode = (text: string) => new TextEncoder().encode(text);

/** What the task writes of files. */
export async function task(place: Place, files: Dropped, ...flags: string[]) {
  await Deno.remove(place.spectra, { recursive: true }).catch(() => {});
  await Deno.mkdir(place.spectra);
  const names = Object.keys(files);
  for (const name of names) {
    await Deno.writeFile(`${place.spectra}/${name}`, files[name]);
  }
  const path = names.length === 1
    ? `${place.spectra}/${names[0]}`
    : place.spectra;
  const { code, stdout, stderr } = await runTask(
    "predict",
    ...["--run", place.run, "--spectra", path],
    ...["--backend", "exact", "--quiet", ...flags],
  );
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Drops files on the place for spectra. */
export async function drop(page: Page, files: Dropped): Promise<void> {
  await page.locator("#predict [data-said]").evaluate((place) =>
    place.replaceChildren()
  );
  await page.evaluate((files) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of files) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.querySelector("#predict [data-place]")!.dispatchEvent(
      new DragEvent("drop", { dataTransfer: transfer, bubbles: true }),
    );
  }, Object.entries(files).map(([name, bytes]) => [name, bytes.toBase64()]));
}

/** What the page says in the end, and whether it is a refusal. */
export async function said(
  page: Page,
): Promise<{ bad: boolean; lines: string[] }> {
  const place = page.locator("#predict [data-said]");
  await place.locator(".verdict", { hasNotText: "Predicting …" }).waitFor();
  return {
    bad: await place.getAttribute("data-state") === "bad",
    lines: await place.locator("p").allTextContents(),
  };
}

/** The table that the page shows, as the task would write it. */
export async function shown(page: Page): Promise<string> {
  const rows = await page.locator("#predict [data-predicted] tr").evaluateAll(
    (rows) => rows.map((row) => [...row.children].map((c) => c.textContent!)),
  );
  const cell = (text: string) =>
    /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** The table that the page saves. */
async function saved(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.locator("#predict a[download]").click();
  const path = await (await download).path();
  return await Deno.readTextFile(path);
}

/** Drops files, and compares what the page says and saves with the task. */
export async function same(
  page: Page,
  place: Place,
  files: Dropped,
  ...flags: string[]
): Promise<string | null> {
  const expected = await task(place, files, ...flags);
  if (flags.includes("--resample")) {
    await page.locator("#predict [data-resample]").check();
  }
  await drop(page, files);
  const { bad, lines } = await said(page);
  if (bad) return lines.join(" ");
  const [table, csv] = [await shown(page), await saved(page)];
  if (expected.split("\n").length < 3) return `the task wrote ${expected}`;
  if (table !== expected) return `shows ${table} for ${expected}`;
  return csv === expected ? null : `saves ${csv} for ${expected}`;
}

/** What axe-core finds. */
export async function axe(page: Page): Promise<string | null> {
  await page.evaluate(axeCore.source);
  const { violations, passes } = await page.evaluate(async () => {
    // deno-lint-ignore no-explicit-any
    const { violations, passes } = await (globalThis as any).axe.run();
    return {
      passes: passes.length as number,
      // deno-lint-ignore no-explicit-any
      violations: violations.map(({ id, nodes }: any) =>
        `${id}: ${nodes[0].html}`
      ) as string[],
    };
  });
  // Nothing found must mean that something was looked at.
  if (passes < 15) return `only ${passes} rules could be looked at`;
  return violations.length === 0 ? null : violations.join("; ");
}
