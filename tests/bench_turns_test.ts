// Who measures when, and which measurements there are; nothing is timed.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { alternate } from "../bench/alternate.ts";
import { findPython, machineLine } from "../bench/context.ts";
import { measure, pickEntries } from "../bench/measure.ts";
import { MEASUREMENTS } from "../bench/measurements.ts";
import { Absent, type Player, startPlayer } from "../bench/player.ts";
import { growth } from "../bench/growth.ts";
import { InputError, UsageError } from "../lib/errors.ts";
import { ROOT } from "./support/tiny_run.ts";

/** A player that writes down when it was asked and closed. */
function scribe(name: string, log: string[], fails = Infinity) {
  let turns = 0;
  return (): Promise<Player> =>
    Promise.resolve({
      turn: () => {
        log.push(name);
        if (++turns >= fails) return Promise.reject(new Absent("it ended"));
        return Promise.resolve({ ms: turns });
      },
      close: () => {
        log.push(`${name} closes`);
        return Promise.resolve();
      },
    });
}

const absent = () => Promise.reject(new Absent("not here"));

Deno.test("alternate lets players take turns and closes them", async () => {
  const log: string[] = [];
  const answers = await alternate([scribe("a", log), scribe("b", log)], 2);
  assertEquals(log, ["a", "b", "a", "b", "a closes", "b closes"]);
  assertEquals(answers, [[{ ms: 1 }, { ms: 2 }], [{ ms: 1 }, { ms: 2 }]]);
});

Deno.test("alternate goes on without a peer that is absent or ends", async () => {
  const log: string[] = [];
  const answers = await alternate(
    [scribe("a", log), absent, scribe("c", log, 2)],
    3,
  );
  assertEquals(answers[0], [{ ms: 1 }, { ms: 2 }, { ms: 3 }]);
  assertEquals(answers[1], { absent: "not here" });
  assertEquals(answers[2], { absent: "it ended" });
  assertEquals(log.filter((line) => line === "c closes").length, 1);
});

Deno.test("alternate starts no peer if we are absent", async () => {
  const log: string[] = [];
  const answers = await alternate([absent, scribe("b", log)], 3);
  assertEquals(log, []);
  assertEquals(answers, [
    { absent: "not here" },
    { absent: "nothing to compare with" },
  ]);
});

Deno.test("alternate closes everybody when a player has a fault", async () => {
  const log: string[] = [];
  const faulty = () => Promise.reject(new TypeError("a fault"));
  await assertRejects(
    () => alternate([scribe("a", log), faulty], 1),
    TypeError,
  );
  assertEquals(log, ["a closes"]);
});

function script(text: string): Promise<Player> {
  return startPlayer(Deno.execPath(), ["eval", text]);
}

Deno.test("startPlayer passes over chatter and reads one answer a turn", async () => {
  const player = await script(`
    console.log("hello");
    console.log('{"ready":true}');
    let n = 0;
    for await (const _ of Deno.stdin.readable) {
      console.log("chatter");
      console.log(JSON.stringify({ ms: ++n }));
    }`);
  assertEquals(await player.turn(), { ms: 1 });
  assertEquals(await player.turn(), { ms: 2 });
  await player.close();
});

Deno.test("startPlayer gives the reason of a player that is absent", async () => {
  await assertRejects(
    () => script(`console.log('{"absent":"no adapter"}')`),
    Absent,
    "no adapter",
  );
  await assertRejects(
    () => script(`console.error("first\\nlast"); Deno.exit(1)`),
    Absent,
    "last",
  );
});

Deno.test("measure makes a row per quantity and peer", async () => {
  const rows = await measure({
    name: "toy",
    quantities: [{ key: "ms", what: "A step", unit: "ms" }, {
      key: "n",
      what: "Steps",
      unit: "",
    }],
    turns: 2,
    ours: () =>
      Promise.resolve({
        turn: () => Promise.resolve({ ms: 5, n: 7 }),
        close: () => Promise.resolve(),
      }),
    peers: [{ name: "p", open: absent }, { name: "q", open: absent }],
  }, { route: [], python: null });
  assertEquals(
    rows.map(({ what, ours, peer }) => [what, ours, peer]),
    [
      ["A step", [5, 5], "p"],
      ["A step", [5, 5], "q"],
      ["Steps", [7, 7], "p"],
      ["Steps", [7, 7], "q"],
    ],
  );
});

Deno.test("measure names TensorFlow as absent where there is no Python", async () => {
  const step = MEASUREMENTS.find(({ name }) => name === "step")!;
  const rows = await measure(
    { ...step, turns: 1, ours: scribe("a", []) },
    { route: [], python: null },
  );
  assertEquals(rows.map(({ peer, theirs }) => [peer, theirs]), [
    ["TensorFlow", { absent: "no python3 here; --python names one" }],
    ["PyTorch", { absent: "no python3 here; --python names one" }],
  ]);
});

Deno.test("pickEntries takes all, or the one that is named", () => {
  assertEquals(pickEntries(MEASUREMENTS, undefined), MEASUREMENTS);
  assertEquals(pickEntries(MEASUREMENTS, "memory").map(({ name }) => name), [
    "memory",
  ]);
  const names = MEASUREMENTS.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
});

Deno.test("pickEntries refuses an unknown name and lists or guesses", () => {
  assertThrows(
    () => pickEntries(MEASUREMENTS, "memroy"),
    UsageError,
    "No measurement is called memroy; did you mean memory?",
  );
  assertThrows(
    () => pickEntries(MEASUREMENTS, "zzzzzzzzzzzzzzzz"),
    UsageError,
    "there are step, ",
  );
});

Deno.test("growth has series that --only can pick", () => {
  const threads = pickEntries(growth(4), "threads");
  assertEquals(threads.map(({ size }) => size), [1, 2, 4]);
});

for (
  const [args, message] of [
    [["--only", "stp"], "No measurement is called stp; did you mean step?\n"],
    [
      ["--growth", "--only", "thread"],
      "No measurement is called thread; did you mean threads?\n",
    ],
  ] as const
) {
  Deno.test(`deno task bench ${args.join(" ")} is refused`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "bench", ...args],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder();
    assertEquals(text.decode(stderr), message);
    assertEquals([code, text.decode(stdout)], [2, ""]);
  });
}

Deno.test("findPython refuses a program that is no Python", async () => {
  await assertRejects(
    () => findPython("./no/such/python"),
    InputError,
    "./no/such/python does not run as Python; expected python3.",
  );
});

const here = await findPython(undefined);

/** A folder of Python packages with one module that another name installed. */
async function installAs(folder: string, module: string, packageName: string) {
  const info = `${folder}/${packageName.replaceAll("-", "_")}-2.21.0.dist-info`;
  await Deno.mkdir(`${folder}/${module}`, { recursive: true });
  await Deno.mkdir(info);
  await Deno.writeTextFile(`${folder}/${module}/__init__.py`, "");
  await Deno.writeTextFile(`${info}/top_level.txt`, `${module}\n`);
  await Deno.writeTextFile(
    `${info}/METADATA`,
    `Metadata-Version: 2.1\nName: ${packageName}\nVersion: 2.21.0\n`,
  );
}

for (const name of ["tensorflow-cpu", "tensorflow-macos", "tf-nightly-cpu"]) {
  Deno.test({
    name: `findPython finds TensorFlow where ${name} installed it`,
    ignore: here === null || here.versions.tensorflow !== undefined,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const before = Deno.env.get("PYTHONPATH");
      try {
        await installAs(folder, "tensorflow", name);
        Deno.env.set("PYTHONPATH", folder);
        const found = await findPython(undefined);
        assertEquals(found?.versions.tensorflow, `2.21.0 (${name})`);
      } finally {
        if (before === undefined) Deno.env.delete("PYTHONPATH");
        else Deno.env.set("PYTHONPATH", before);
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test("machineLine names processor, cores and versions", () => {
  assertEquals(
    machineLine({
      processor: "CPU X",
      cores: 2,
      system: "linux x86_64",
      deno: "2.9.6",
      peers: { python: "3.11.1", scipy: "1.17.1" },
    }),
    "Measured on CPU X, 2 cores, linux x86_64; " +
      "Deno 2.9.6, python 3.11.1, scipy 1.17.1.",
  );
});
