// Every documented shape of input goes through the tasks as a person types
// them: launcher, permissions and audit included.
import { assertEquals } from "@std/assert";
import { FILE_SHAPES } from "./support/file_shapes.ts";
import { INPUT_SHAPES, SAMPLES, writeShape } from "./support/input_shapes.ts";
import { runTask } from "./support/run_task.ts";

const EXACT = ["--backend", "exact", "--threads", "1", "--quiet"];
const predictions = new Map<string, string>();

const SHAPES = { ...INPUT_SHAPES, ...FILE_SHAPES };

for (const [name, shape] of Object.entries(SHAPES)) {
  Deno.test(`reproduce, verify, verify --rerun and predict take ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const config = await writeShape(folder, shape);
      const run = `${folder}/run`;
      const said = async (...args: string[]) => {
        const { code, stdout, stderr } = await runTask(...args);
        assertEquals([code, stderr], [0, ""], `${args[0]}: ${stdout}`);
        return stdout.trimEnd().split("\n");
      };
      await said(
        "reproduce",
        ...["--config", config, "--out", run, "--allow-dirty", ...EXACT],
      );
      const verified = await said("verify", run, "--quiet");
      const again = await said(
        ...["verify", run, "--rerun", "--threads", "1", "--quiet"],
      );
      for (const lines of [verified, again]) {
        assertEquals(
          lines.at(-1)?.replace(/\d+ checks/, "N checks"),
          `Everything that ${run} claims holds (N checks).`,
        );
        assertEquals(lines.filter((line) => /^(FAIL|gone)/.test(line)), []);
      }
      const spectra = `${folder}/${shape.spectra}`;
      const white = shape.white && `${folder}/${shape.white}`;
      const rows = await said(
        ...["predict", "--run", run, "--spectra", spectra, ...EXACT],
        ...white ? ["--white-reference", white] : [],
      );
      assertEquals(rows.length, SAMPLES + 1);
      // The same spectra, whatever they come in.
      if (!shape.own) predictions.set(name, rows.join("\n"));
      assertEquals(new Set(predictions.values()).size, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
