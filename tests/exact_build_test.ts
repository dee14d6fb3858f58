import { assertEquals } from "@std/assert";
import { KERNELS } from "../lib/backend/exact/kernels/binary.ts";
import { ROOT } from "./support/tiny_run.ts";

Deno.test("exact: binary.ts is what build.ts makes of the sources", async () => {
  // The compiler has a lock file of its own: 100 MB that only this needs.
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--no-config"],
      ...["--lock=deno.lock", "--frozen", "--allow-read=..", "--allow-env"],
      ...["build.ts", "--print"],
    ],
    cwd: `${ROOT}lib/backend/exact/kernels/build`,
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const same = decoder.decode(stdout).includes(KERNELS);
  assertEquals(same, true, "run kernels/build/build.ts again");
});

Deno.test("exact: the kernels use no relaxed instructions", () => {
  // Relaxed SIMD is 0xfd 0x80 0x02 and up, as LEB128: 0x100 to 0x12f. Validation
  // would accept it, so the decoded operations are searched in code only.
  const binary = atob(KERNELS.replaceAll("\n", ""));
  let found = 0;
  for (let i = 0; i + 2 < binary.length; i++) {
    const [a, b, c] = [0, 1, 2].map((j) => binary.charCodeAt(i + j));
    if (a === 0xfd && b >= 0x80 && b <= 0xaf && c === 0x02) found++;
  }
  assertEquals(found, 0);
});
