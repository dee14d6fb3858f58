// The report in a real browser: no request, no violation that axe-core finds,
// points that say their sample, and a run that is dropped and checked. Needs
// Debian's chromium (or CHROMIUM); without it, it says so and ends well.
//
//     deno task test:browser
import { type Browser, chromium, type Page } from "npm:playwright-core@1.56.1";
import { packRun } from "../../lib/pack.ts";
import { writeRun } from "../../lib/pipeline/write.ts";
import { smallStudy } from "./small_study.ts";
import { axe } from "./dropping.ts";
import { tamperedCopies } from "./tampered_copies.ts";
import { runTiny } from "../support/tiny_run.ts";

const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const CHANGES = 100;
const READY_MS = 1000;

/** Looks one by one, each in a page of its own. */
const LOOKS: Readonly<
  Record<string, (page: Page, folder: string) => Promise<string | null>>
> = {
  "interactive within a second": async (page) => {
    const ms = await page.evaluate(() => performance.now());
    const ready = await page.locator("#proof").isVisible();
    console.log(`    ${Math.round(ms)} ms from the start to the scripts' end`);
    return ready && ms < READY_MS ? null : `${ms} ms`;
  },
  "axe-core finds nothing": axe,
  "axe-core finds nothing in the dark": async (page) => {
    await page.emulateMedia({ colorScheme: "dark" });
    return await axe(page);
  },
  "axe-core finds nothing on a narrow screen": async (page) => {
    await page.setViewportSize({ width: 360, height: 800 });
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth
    );
    return wide > 0 ? `${wide} px too wide` : await axe(page);
  },
  "a point says its sample": async (page) => {
    const point = page.locator("path[data-row]").first();
    const row = await point.getAttribute("data-row");
    await point.hover();
    const name = await page.locator(`#row-${row} th`).textContent();
    const said = await page.locator("[data-sample]").textContent();
    return said!.includes(name!) ? null : `${said} without ${name}`;
  },
  "the slider steps through samples by keyboard": async (page) => {
    const slider = page.locator("[data-step]");
    const said = page.locator("[data-sample]");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    const first = await said.textContent();
    await page.keyboard.press("ArrowRight");
    return first !== await said.textContent() ? null : `${first} twice`;
  },
  "a part can be left out": async (page) => {
    await page.getByLabel("test", { exact: true }).uncheck();
    const rows = await page.locator('tr[data-part="test"]:visible').count();
    return rows === 0 ? null : `${rows} rows are left`;
  },
  "the history can be looked at more closely": async (page) => {
    await page.locator("[data-from]").fill("2");
    const label = await page.locator("[data-closer] svg")
      .getAttribute("aria-label");
    return label!.includes("epoch 2 to 3") ? null : label;
  },
  "a folder that is chosen holds": async (page, folder) => {
    await choose(page, folder);
    const said = await verdict(page);
    const environment = await page.locator("[data-environment]").textContent();
    const shown = await page.locator("[data-spectrograms] canvas").count();
    const images = Number(await hasImages(folder));
    return said === "true" && environment!.includes("v8") && shown === images
      ? null
      : `${said} ${environment} ${shown}`;
  },
  "a packed run that is chosen holds": async (page, folder) => {
    const path = `${folder}.zip`;
    await Deno.writeFile(path, await packRun(folder, null));
    await page.locator("[data-archive]").setInputFiles(path);
    const said = await verdict(page);
    await Deno.remove(path);
    return said === "true" ? null : said;
  },
  "a file that is dropped is checked": async (page, folder) => {
    const bytes = await packRun(folder, null);
    await page.evaluate((base64) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      transfer.items.add(new File([bytes], "run.zip"));
      document.querySelector("[data-drop]")!.dispatchEvent(
        new DragEvent("drop", { dataTransfer: transfer, bubbles: true }),
      );
    }, bytes.toBase64());
    const said = await verdict(page);
    return said === "true" ? null : said;
  },
  [`${CHANGES} random changes are found and named`]: async (page, folder) => {
    const missed: string[] = [];
    for await (const { what, named } of tamperedCopies(folder, CHANGES)) {
      await choose(page, folder);
      const holds = await verdict(page);
      const failed = await page.locator('li[data-holds="false"]')
        .evaluateAll((items) =>
          items.map((item) => (item as HTMLElement).textContent)
        );
      const found = named === "manifest.json"
        ? failed.length > 0
        : failed.some((text) => text!.includes(named));
      if (holds !== "false" || !found) missed.push(what);
    }
    return missed.length === 0 ? null : missed.join("; ");
  },
};

async function choose(page: Page, folder: string): Promise<void> {
  await page.locator("[data-verdict]").evaluate((place) =>
    place.replaceChildren()
  );
  await page.locator("[data-folder]").setInputFiles(folder);
}

async function hasImages(folder: string): Promise<boolean> {
  const path = `${folder}/spectrograms.npy`;
  return await Deno.stat(path).then(() => true, () => false);
}

async function verdict(page: Page): Promise<string | null> {
  const said = page.locator("[data-verdict] .verdict");
  await said.waitFor();
  return await said.getAttribute("data-holds");
}

/** What a study's page must do, too. */
const STUDY_LOOKS: typeof LOOKS = Object.fromEntries(
  Object.entries(LOOKS).filter(([name]) =>
    /second|axe|folder|random/.test(name)
  ).map(([name, look]) => [`study: ${name}`, look]),
);

async function lookAt(
  browser: Browser,
  folder: string,
  looks: typeof LOOKS,
): Promise<number> {
  let failed = 0;
  for (const [name, look] of Object.entries(looks)) {
    const page = await browser.newPage({
      viewport: { width: 1100, height: 900 },
    });
    page.setDefaultTimeout(5000);
    const outside: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(file|data|blob):/.test(url)) outside.push(url);
    });
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (said) => {
      if (said.type() === "error") errors.push(said.text());
    });
    await page.goto(`file://${folder}/report.html`);
    const problem = await look(page, folder) ??
      (outside.length > 0 ? `requests ${outside.join(", ")}` : null) ??
      (errors.length > 0 ? errors.join("; ") : null);
    console.log(`${problem === null ? "ok" : "FAILED"}  ${name}`);
    if (problem !== null) {
      console.log(`    ${problem}`);
      failed++;
    }
    await page.close();
  }
  return failed;
}

if (!await Deno.stat(CHROMIUM).then(() => true, () => false)) {
  console.log(`Skipped: there is no browser at ${CHROMIUM}.`);
  Deno.exit(0);
}
const folder = await Deno.makeTempDir();
await writeRun(folder, await runTiny(), { started: "now" });
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox"],
});
const study = await Deno.makeTempDir();
await smallStudy(study);
const failed = await lookAt(browser, folder, LOOKS) +
  await lookAt(browser, study, STUDY_LOOKS);
await browser.close();
await Deno.remove(folder, { recursive: true });
await Deno.remove(study, { recursive: true });
console.log(failed === 0 ? "All looks hold." : `${failed} looks failed.`);
Deno.exit(failed === 0 ? 0 : 1);
