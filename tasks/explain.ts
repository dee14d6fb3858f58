// `deno task explain`: what the network of a run looks at.
import type { ExplainMethod } from "../lib/pipeline/explain.ts";
import { runTask, THREADS } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "explain",
  summary:
    "Shows what the network of a run looks at: how far its predictions " +
    "move when a stretch of wavelengths is taken out of the test spectra, or " +
    "each stretch's share in them (integrated gradients).",
  flags: {
    run: { value: "FOLDER", help: "The run", required: true },
    out: {
      value: "FILE",
      help: "Where to: .svg, .png or .csv",
      required: true,
    },
    width: {
      value: "NM",
      help: "Width of a stretch in nm; 50 if not given",
      count: true,
    },
    method: {
      value: "NAME",
      help: "occlusion if not given",
      choices: ["occlusion", "integrated-gradients"],
    },
    steps: {
      value: "N",
      help: "Places on the way of integrated gradients; 8 if not given",
      count: true,
    },
    backend: {
      value: "NAME",
      help: "Where tensors live",
      choices: ["auto", "webgpu", "exact"],
    },
    threads: THREADS,
  },
  example: "--run artifacts/quick --out looks-at.png",
}, async ({ values, counts, on }) => {
  const { explainRun } = await import("../lib/pipeline/explain.ts");
  const { openBackend } = await import("../lib/backend/open.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const progress = openProgress(on.quiet);
  const backend = await openBackend({
    backend: (values.backend ?? "auto") as "auto" | "webgpu" | "exact",
    threads: counts.threads,
  });
  try {
    const { bytes, remark } = await explainRun(values.run!, values.out!, {
      backend,
      width: counts.width ?? 50,
      method: values.method as ExplainMethod | undefined,
      steps: counts.steps,
      stage: progress.stage,
    });
    progress.end();
    await writeFile(values.out!, bytes);
    console.log(`${values.out}: written${remark ? `; ${remark}` : ""}`);
    return true;
  } finally {
    progress.end();
    await backend.close();
  }
});
