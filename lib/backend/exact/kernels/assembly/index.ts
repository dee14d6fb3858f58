// What the WebAssembly module offers: a thread's loop, and running a job.
// Threads take chunks as they come; which thread computes a chunk makes no
// difference to what is computed.
import * as depthwise from "./depthwise.ts";
import * as elementwise from "./elementwise.ts";
import * as job from "./job.ts";
import * as norm from "./norm.ts";
import * as product from "./product.ts";

function run(kernel: i32, chunk: i32, scratch: usize): void {
  switch (kernel) {
    case 1: product.pack(chunk); break;
    case 2: product.product(chunk); break;
    case 3: product.patchProduct(chunk, scratch); break;
    case 4: product.patchProductBack(chunk, scratch); break;
    case 5: product.columnProduct(chunk, scratch); break;
    case 6: product.addPartials(chunk); break;
    case 7: depthwise.depthwise(chunk, scratch); break;
    case 8: depthwise.depthwiseFilter(chunk, scratch); break;
    case 9: norm.momentSums(chunk); break;
    case 10: norm.moments(); break;
    case 11: norm.coefficients(); break;
    case 12: norm.normalize(chunk); break;
    case 13: norm.gradientSums(chunk); break;
    case 14: norm.gradientCoefficients(); break;
    case 15: norm.gradient(chunk); break;
    case 16: norm.columnSums(chunk); break;
    case 17: elementwise.add(chunk); break;
    case 18: elementwise.rectify(chunk); break;
    case 19: elementwise.adam(chunk); break;
    default: unreachable();
  }
}

/** Takes chunks until there are none. */
function drain(thread: i32): void {
  while (true) {
    const left = atomic.sub<i32>(job.COUNTER, 1);
    if (left <= 0) return;
    const chunks = load<i32>(job.CHUNKS);
    const scratch = load<usize>(job.SCRATCH) +
      <usize>thread * load<usize>(job.SCRATCH, 4);
    run(load<i32>(job.KERNEL), chunks - left, scratch);
    if (atomic.add<i32>(job.DONE, 1) + 1 == chunks) {
      if (atomic.load<i32>(job.MAIN_WAITS)) atomic.notify(job.DONE, 1);
    }
  }
}

/** Runs the job that lies at the start of the memory, alone or with others. */
export function runJob(threads: i32): void {
  const chunks = load<i32>(job.CHUNKS);
  if (threads == 1 || chunks == 1) {
    const kernel = load<i32>(job.KERNEL);
    const scratch = load<usize>(job.SCRATCH);
    for (let i = 0; i < chunks; i++) run(kernel, i, scratch);
    return;
  }
  atomic.store<i32>(job.DONE, 0);
  atomic.store<i32>(job.COUNTER, chunks);
  atomic.add<i32>(job.GENERATION, 1);
  if (atomic.load<i32>(job.SLEEPERS)) atomic.notify(job.GENERATION, -1);
  drain(0);
  const spin = load<i32>(job.SPIN);
  for (let i = 0; i < spin; i++) {
    if (atomic.load<i32>(job.DONE) == chunks) return;
  }
  atomic.store<i32>(job.MAIN_WAITS, 1);
  while (true) {
    const done = atomic.load<i32>(job.DONE);
    if (done == chunks) break;
    atomic.wait<i32>(job.DONE, done, -1);
  }
  atomic.store<i32>(job.MAIN_WAITS, 0);
}

/** A thread's life: wait for a job, help with it, until told to quit. */
export function serve(thread: i32): void {
  let seen = 0;
  while (true) {
    const spin = load<i32>(job.SPIN);
    let now = atomic.load<i32>(job.GENERATION);
    for (let i = 0; now == seen && i < spin; i++) {
      now = atomic.load<i32>(job.GENERATION);
    }
    if (now == seen) {
      atomic.add<i32>(job.SLEEPERS, 1);
      atomic.wait<i32>(job.GENERATION, seen, -1);
      atomic.sub<i32>(job.SLEEPERS, 1);
      now = atomic.load<i32>(job.GENERATION);
    }
    if (atomic.load<i32>(job.QUIT)) return;
    if (now == seen) continue;
    seen = now;
    drain(thread);
  }
}
