// `deno task verify`: takes a finished run and checks every claim of its
// manifest; with --rerun the whole run is made again and compared.
import type { OpenBackend } from "../lib/backend/open.ts";
import type { Finding } from "../lib/verify/finding.ts";
import { runTask, THREADS } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "verify",
  summary:
    "Checks a finished run: digests, figures and metrics made again; with " +
    "--rerun, everything.",
  positional: {
    value: "FOLDER",
    help: "the run, such as artifacts/quick, or its archive (.zip)",
  },
  flags: {
    rerun: { help: "Make the whole run again and compare every artifact" },
    backend: {
      value: "NAME",
      help: "Where to run again; the run's own backend if not given",
      choices: ["webgpu", "exact"],
    },
    threads: {
      ...THREADS,
      help: "Threads of the exact backend; all if not given",
    },
    json: { help: "Print the findings as JSON" },
  },
  example: "artifacts/quick --rerun",
}, async ({ positional, values, counts, on }) => {
  const { verifyRun } = await import("../lib/verify.ts");
  const progress = openProgress(on.quiet);
  let backend: OpenBackend | undefined;
  const given = await openRun(positional!);
  try {
    const { isStudy } = await import("../lib/study/manifest.ts");
    const study = await isStudy(given.folder);
    const inside = study
      ? await verifyStudyOf(given.folder)
      : await verifyRun(given.folder, {
        onProgress: progress.stage("verify", "files"),
        rerun: !on.rerun ? undefined : async (run) => {
          const { openBackend } = await import("../lib/backend/open.ts");
          const { rerunAndCompare } = await import("../lib/verify/rerun.ts");
          const own = run.manifest.environment.backend.name;
          backend = await openBackend({
            backend: (values.backend ?? own) as "webgpu" | "exact",
            threads: counts.threads,
          });
          return await rerunAndCompare(run, { backend, stage: progress.stage });
        },
      });
    const report = {
      holds: inside.holds && given.findings.every(({ holds }) => holds),
      findings: [...given.findings, ...inside.findings],
    };
    progress.end();
    if (on.json) {
      console.log(JSON.stringify(report, null, 2));
      return report.holds;
    }
    const word = ({ holds, absent }: Finding) =>
      absent ? "gone" : holds ? "ok  " : "FAIL";
    for (const finding of report.findings) {
      console.log(`${word(finding)}  ${finding.subject}: ${finding.finding}`);
    }
    const gone = report.findings.filter(({ absent }) => absent).length;
    const bad = report.findings.filter(({ holds }) => !holds).length;
    const checks = report.findings.length - gone;
    const note = gone === 0
      ? ""
      : ` ${gone === 1 ? "One input is" : `${gone} inputs are`} not here and ` +
        `${gone === 1 ? "was" : "were"} not compared.`;
    console.log(
      (report.holds
        ? gone === 0
          ? `Everything that ${positional} claims holds (${checks} checks).`
          : `What could be checked of ${positional} holds (${checks} checks).`
        : `${bad} of ${checks} checks failed.`) + note,
    );
    return report.holds;
  } finally {
    progress.end();
    await given.close();
    await backend?.close();
  }

  async function verifyStudyOf(folder: string) {
    const { verifyStudy } = await import("../lib/study/verify_study.ts");
    const threads = counts.threads ?? navigator.hardwareConcurrency;
    return await verifyStudy(folder, {
      rerun: on.rerun ? { threads } : undefined,
      onProgress: progress.stage("verify", "files"),
    });
  }
});

/** A run in its folder, or unpacked from its archive for a while. */
async function openRun(path: string) {
  if (!/\.zip$/i.test(path)) {
    return { folder: path, findings: [], close: () => Promise.resolve() };
  }
  const { InputError } = await import("../lib/errors.ts");
  const { unpackRun } = await import("../lib/pack.ts");
  const { sha256 } = await import("../lib/artifacts/sha256.ts");
  const { writeFile } = await import("../lib/artifacts/store.ts");
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(`${path}: cannot be read`);
  }
  const { run, findings } = unpackRun(bytes, path);
  const folder = `artifacts/.unpacked-${sha256(bytes).slice(0, 16)}`;
  const close = async () => {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  };
  await close();
  for (const name of Object.keys(run)) {
    await writeFile(`${folder}/${name}`, run[name]);
  }
  return { folder, findings, close };
}
