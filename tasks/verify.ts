// `deno task verify`: takes a finished run and checks every claim of its
// manifest.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "verify",
  summary: "Checks a finished run: digests, figures and metrics made again.",
  positional: { value: "FOLDER", help: "the run, such as artifacts/quick" },
  flags: { json: { help: "Print the findings as JSON" } },
  example: "artifacts/quick",
}, async ({ positional, on }) => {
  const { verifyRun } = await import("../lib/verify.ts");
  const progress = openProgress(on.quiet);
  const report = await verifyRun(positional!, {
    onProgress: progress.stage("verify", "files"),
  });
  progress.end();
  if (on.json) {
    console.log(JSON.stringify(report, null, 2));
  } else {
    for (const { holds, subject, finding } of report.findings) {
      console.log(`${holds ? "ok  " : "FAIL"}  ${subject}: ${finding}`);
    }
    const bad = report.findings.filter(({ holds }) => !holds).length;
    console.log(
      report.holds
        ? `Everything that ${positional} claims holds ` +
          `(${report.findings.length} checks).`
        : `${bad} of ${report.findings.length} checks failed.`,
    );
  }
  return report.holds;
});
