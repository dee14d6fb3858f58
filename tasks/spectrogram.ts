// `deno task spectrogram`: spectra in, images of the network out.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";
import { flagOptions, SPECTRA_FLAGS } from "./support/spectra_flags.ts";

await runTask({
  name: "spectrogram",
  summary: "Turns a file of spectra into spectrograms, for NumPy or Code S2.",
  flags: {
    ...SPECTRA_FLAGS,
    out: {
      value: "FILE",
      help: "Where to: .npy, .npz or .pickle, which Code S2 reads; beside it " +
        "FILE.grid.json says of which spectra it is",
      required: true,
    },
    method: {
      value: "NAME",
      help: "Code S1's pipeline or its other function",
      choices: ["scipy", "tensorflow"],
    },
    backend: {
      value: "NAME",
      help: "exact: float64 on the processor; webgpu: float32 on a GPU",
      choices: ["auto", "webgpu", "exact"],
    },
  },
  example: "--spectra spectra.csv --out spectrograms.npy",
}, async ({ values, on }) => {
  const { defaultSpectrogram } = await import("../lib/config.ts");
  const { openSpectra } = await import("../lib/spectra/open.ts");
  const { makeImages } = await import("../lib/pipeline/images.ts");
  const { IMAGE_FORMATS } = await import("../lib/pipeline/export_images.ts");
  const { byEnding } = await import("../lib/pipeline/file_ending.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  const { sha256 } = await import("../lib/artifacts/sha256.ts");
  const { gridBeside } = await import("../lib/spectra/grid_beside.ts");
  const { encodeGrid, gridOf } = await import(
    "../lib/spectra/training_grid.ts"
  );
  const encode = byEnding(values.out!, IMAGE_FORMATS, "Spectrograms");
  const progress = openProgress(on.quiet);
  const spectra = await openSpectra(values.spectra!, {
    ...flagOptions(values),
    onProgress: progress.stage("spectra", "bytes"),
  });
  progress.end();
  if (!on.quiet) {
    const { oddityNotes } = await import(
      "../lib/spectra/inspect/oddity_notes.ts"
    );
    for (const line of oddityNotes(spectra)) console.error(line);
  }
  const wanted = (values.backend ?? "auto") as "auto" | "webgpu" | "exact";
  const { openBackend } = await import("../lib/backend/open.ts");
  const backend = await openBackend({ backend: wanted });
  try {
    const images = await makeImages(
      spectra,
      defaultSpectrogram(values.method as "scipy" | "tensorflow" ?? "scipy"),
      { backend, onProgress: progress.stage("spectrogram", "spectra") },
    );
    progress.end();
    const { samples, bins, frames, channels } = images;
    const shape = [samples, bins, frames, channels];
    const bytes = encode(spectra.samples, images);
    await writeFile(values.out!, bytes);
    await writeFile(
      gridBeside(values.out!),
      encodeGrid(gridOf(spectra), sha256(bytes)),
    );
    console.log(
      `${values.out}: float32 [${shape.join(", ")}] ` +
        "(samples, bins, frames, channels)",
    );
    return true;
  } finally {
    await backend.close();
  }
});
