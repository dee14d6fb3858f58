// Prediction in the page of a report, in a real browser and from disk: spectra
// are dropped, and what the page says is what `deno task predict` writes, digit
// for digit. Needs Debian's chromium (or CHROMIUM); without it, it says so and
// ends well.
//
//     deno task test:browser:predict
import { type Browser, chromium, type Page } from "npm:playwright-core@1.56.1";
import type { RunFiles } from "../../lib/pipeline/assemble.ts";
import { writeRun } from "../../lib/pipeline/write.ts";
import {
  COARSE,
  doubtingRun,
  FINE,
  instrumentFiles,
  plainRun,
  soil,
  tableOf,
} from "../support/page_runs.ts";
import {
  axe,
  drop,
  type Dropped,
  encode,
  type Place,
  said,
  same,
  shown,
  task,
} from "./dropping.ts";

const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const SHARED = new URL("../../../shared/data/", import.meta.url);

type Look = (page: Page, place: Place) => Promise<string | null>;
type Looks = Readonly<Record<string, Look>>;

const fine = instrumentFiles(FINE);
const coarse = instrumentFiles(COARSE);
const odd = ["odd", ...soil(3, COARSE).map((value) => 1 - value)].join(",");
const doubted = {
  "new.csv": encode(`${tableOf(COARSE, [201, 202, 203, 204])}${odd}\n`),
};

const PLAIN: Looks = {
  "says that no byte leaves the page": async (page) => {
    const text = await page.locator("#predict").textContent();
    return text!.includes("No byte leaves") ? null : text;
  },
  ...Object.fromEntries(
    Object.entries(fine).map(([name, bytes]) => [
      `${name} is predicted as by the task`,
      (page: Page, place: Place) => same(page, place, { [name]: bytes }),
    ]),
  ),
  "a file that is chosen is predicted, too": async (page, place) => {
    const one = { "field.asd": fine["field.asd"] };
    const expected = await task(place, one);
    await page.locator("#predict [data-spectra]").setInputFiles(
      `${place.spectra}/field.asd`,
    );
    const { bad, lines } = await said(page);
    const table = await shown(page);
    return !bad && table === expected ? null : `${lines} ${table}`;
  },
  "the spectrum is drawn against one of the training": async (page) => {
    await drop(page, { "field.asd": fine["field.asd"] });
    await said(page);
    const lines = await page.locator("#predict svg [data-line]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-line")));
    return lines.join() === "trained,new" ? null : lines.join();
  },
  "a damaged file gives one sentence": async (page) => {
    const problems: string[] = [];
    const damaged: Dropped = {
      "cut.asd": fine["field.asd"].slice(0, 600),
      "cut.spc": fine["field.spc"].slice(0, 900),
      "words.csv": encode("sample,350,360\na,0.1,x\n"),
      "noise.bin": Uint8Array.of(0, 1, 2, 3, 0, 255),
      "other.parquet": encode("PAR1        PAR1"),
      "packed.csv.gz": Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0),
    };
    for (const [name, bytes] of Object.entries(damaged)) {
      await drop(page, { [name]: bytes });
      const { bad, lines } = await said(page);
      const rows = await page.locator("#predict [data-predicted] tr").count();
      const clear = lines.length === 1 && lines[0].startsWith(name) &&
        !/TypeError|undefined|This browser/.test(lines[0]);
      if (!bad || !clear || rows > 0) problems.push(`${name}: ${lines}`);
    }
    return problems.length === 0 ? null : problems.join("; ");
  },
  "a sound file after a damaged one is predicted": async (page, place) => {
    await drop(page, { "cut.asd": fine["field.asd"].slice(0, 600) });
    await said(page);
    return await same(page, place, { "field.sed": fine["field.sed"] });
  },
};

/** What real files come to, where they are. */
const REAL: Looks = {
  "real .asd files and all Geeves rows are predicted as by the task": async (
    page,
    place,
  ) => {
    const asd: Record<string, Uint8Array> = {};
    for await (const { name } of Deno.readDir(new URL("ossl/", SHARED))) {
      if (!name.endsWith(".asd")) continue;
      asd[name] = await Deno.readFile(new URL(`ossl/${name}`, SHARED));
    }
    const text = await Deno.readTextFile(new URL("geeves/spectra.csv", SHARED));
    const problem = await same(page, place, asd) ??
      await same(page, place, { "geeves.csv": encode(text) });
    return problem?.slice(0, 500) ?? null;
  },
};

const DOUBTING: Looks = {
  "intervals and flags are those of the task": (page, place) =>
    same(page, place, doubted),
  "several files are a folder": (page, place) =>
    same(page, place, {
      "a.asd": coarse["field.asd"],
      "b.sed": coarse["field.sed"],
      "c.sig": coarse["field.sig"],
    }),
  "spectra are resampled where that is asked for": (page, place) =>
    same(page, place, { "field.asd": fine["field.asd"] }, "--resample"),
  "spectra are drawn against mean and spread of the training": async (page) => {
    await drop(page, doubted);
    await said(page);
    const lines = await page.locator("#predict svg [data-line]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-line")));
    return lines.join() === "spread,trained,new,new,new,new,new"
      ? null
      : lines.join();
  },
  "axe-core finds nothing in what was predicted": async (page) => {
    await drop(page, doubted);
    await said(page);
    const light = await axe(page);
    await page.emulateMedia({ colorScheme: "dark" });
    return light ?? await axe(page);
  },
  "a narrow screen holds what was predicted": async (page) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await drop(page, doubted);
    await said(page);
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth
    );
    return wide > 0 ? `${wide} px too wide` : null;
  },
};

/** A page that was too large for its network: the run is chosen. */
const WITHOUT: Looks = {
  "a page without its network asks for the run, and takes it": async (
    page,
    place,
  ) => {
    await drop(page, { "field.asd": fine["field.asd"] });
    const before = await said(page);
    if (!before.bad || !before.lines[0].includes("a run's folder")) {
      return before.lines.join(" ");
    }
    await page.locator("#predict [data-run]").setInputFiles(place.run);
    const taken = page.locator("#predict [data-said] .verdict", {
      hasText: "network is here",
    });
    await taken.waitFor();
    return await same(page, place, { "field.asd": fine["field.asd"] });
  },
};

async function lookAt(
  browser: Browser,
  made: RunFiles,
  { looks, spare }: { readonly looks: Looks; readonly spare?: boolean },
): Promise<number> {
  const folder = await Deno.makeTempDir();
  const place = { run: `${folder}/run`, spectra: `${folder}/spectra` };
  await writeRun(place.run, made, { started: "now" });
  const report = `${folder}/report.html`;
  await Deno.writeFile(report, spare ? await spared(made) : reportOf(made));
  let failed = 0;
  for (const [name, look] of Object.entries(looks)) {
    const page = await browser.newPage({
      viewport: { width: 1100, height: 900 },
    });
    page.setDefaultTimeout(60_000);
    const outside: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (url !== `file://${report}` && !/^(data|blob):/.test(url)) {
        outside.push(url);
      }
    });
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (said) => {
      if (said.type() === "error") errors.push(said.text());
    });
    await page.goto(`file://${report}`);
    const problem = await look(page, place) ??
      (outside.length > 0 ? `requests ${outside.join(", ")}` : null) ??
      (errors.length > 0 ? errors.join("; ") : null);
    console.log(`${problem === null ? "ok" : "FAILED"}  ${name}`);
    if (problem !== null) {
      console.log(`    ${problem}`);
      failed++;
    }
    await page.close();
  }
  await Deno.remove(folder, { recursive: true });
  return failed;
}

const reportOf = ({ files }: RunFiles) => files["report.html"];

/** The page of a run as it is where the network is too large for it. */
async function spared(made: RunFiles): Promise<Uint8Array> {
  const { readArchive } = await import("../../lib/pipeline/archive.ts");
  const { reportFiles } = await import("../../lib/pipeline/report_file.ts");
  const folder = await Deno.makeTempDir();
  await writeRun(folder, made, { started: "now" });
  const weights = new Uint8Array(3_000_000);
  const { "report.html": bytes } = reportFiles(await readArchive(folder), {
    artifacts: made.manifest.artifacts,
    inputs: made.manifest.inputs,
    backend: "exact",
  }, { figures: made.files, parts: { "model/weights.bin": weights } });
  await Deno.remove(folder, { recursive: true });
  return bytes;
}

if (!await Deno.stat(CHROMIUM).then(() => true, () => false)) {
  console.log(`Skipped: there is no browser at ${CHROMIUM}.`);
  Deno.exit(0);
}
const isReal = await Deno.stat(SHARED).then(() => true, () => false);
if (!isReal) {
  for (const name of Object.keys(REAL)) {
    console.log(`skipped  ${name} (needs ../shared/data)`);
  }
}
const [plain, doubting] = [await plainRun(), await doubtingRun()];
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox"],
});
const failed = await lookAt(browser, plain, {
  looks: { ...PLAIN, ...(isReal && REAL) },
}) +
  await lookAt(browser, doubting, { looks: DOUBTING }) +
  await lookAt(browser, plain, { looks: WITHOUT, spare: true });
await browser.close();
console.log(failed === 0 ? "All looks hold." : `${failed} looks failed.`);
Deno.exit(failed === 0 ? 0 : 1);
