// `deno task bench`: measures speed and memory, with the peers that are here
// taking turns with ours in the same run.
import { runTask } from "./support/cli.ts";
import { openProgress } from "./support/progress.ts";

await runTask({
  name: "bench",
  summary: "Measures speed and memory beside TensorFlow, PyTorch, SciPy and " +
    "stock TensorFlow.js, in turns.",
  flags: {
    python: {
      value: "FILE",
      help: "A Python that has the peers; python3 if not given",
    },
    only: {
      value: "NAME",
      help: "One measurement, such as step; with --growth, one series; with " +
        "--gpu, parts with commas between them",
    },
    growth: { help: "How our costs grow, instead: takes minutes" },
    gpu: {
      help:
        "The GPU that is here, instead: step, peers, epoch, spectrograms, " +
        "kernels, claims, stock; whole, if --only names it",
    },
    kernels: { help: "Of that, the time of each kernel" },
    small: { help: "With --gpu, sizes for an adapter that is software" },
    json: { help: "Print JSON: every value of every turn" },
  },
  example: "--only step --python .venv/bin/python",
}, async ({ values, on }) => {
  if (on.gpu || on.kernels) {
    const { gpuParts } = await import("../bench/gpu/parts.ts");
    const named = on.kernels ? "kernels" : values.only;
    return await benchGpu([
      `--only=${gpuParts(named).join(",")}`,
      ...(values.python ? [`--python=${values.python}`] : []),
      ...(on.small ? ["--small"] : []),
    ]);
  }
  const { findMachine, findPython, machineLine } = await import(
    "../bench/context.ts"
  );
  const { measure, measureGrowth, pickEntries } = await import(
    "../bench/measure.ts"
  );
  const { growthTable, peerTable } = await import("../bench/table.ts");
  const { growth } = await import("../bench/growth.ts");
  const { findRoute, ROUTE_FLAGS } = await import("./support/route.ts");
  const { MEASUREMENTS } = await import("../bench/measurements.ts");
  const cores = navigator.hardwareConcurrency;
  const series = on.growth ? pickEntries(growth(cores), values.only) : [];
  const measurements = on.growth ? [] : pickEntries(MEASUREMENTS, values.only);
  const route = ROUTE_FLAGS[await findRoute()];
  const context = { route, python: await findPython(values.python) };
  const machine = await findMachine(context);
  const progress = openProgress(on.quiet);
  async function each<T, R>(todo: readonly T[], run: (item: T) => Promise<R>) {
    const report = progress.stage("bench", "measurements");
    const results: R[] = [];
    for (const [i, item] of todo.entries()) {
      report(i, todo.length);
      results.push(await run(item));
    }
    report(todo.length, todo.length);
    progress.end();
    return results;
  }
  let table: string;
  let rows: readonly unknown[];
  if (on.growth) {
    const found = await each(series, (item) => measureGrowth(item, context));
    [table, rows] = [growthTable(found), found];
  } else {
    const found = await each(measurements, (item) => measure(item, context));
    [table, rows] = [peerTable(found.flat()), found.flat()];
  }
  console.log(
    on.json
      ? JSON.stringify({ machine, rows }, null, 2)
      : `${table}\n\n${machineLine(machine)}`,
  );
  return true;
});

/** Runs bench/gpu.ts, which prints as it goes. */
async function benchGpu(flags: readonly string[]): Promise<boolean> {
  const { findRoute, ROUTE_FLAGS } = await import("./support/route.ts");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", ...ROUTE_FLAGS[await findRoute()], "--allow-all"],
      "bench/gpu.ts",
      ...flags,
    ],
    stdin: "null",
  }).spawn().status;
  return success;
}
