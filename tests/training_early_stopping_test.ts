// Early stopping against Keras's callback, on made-up values; the checkpoint
// against its own description.
import { assertEquals } from "@std/assert";
import { Checkpoint, EarlyStopping } from "../lib/training/early_stopping.ts";
import golden from "./goldens/keras_model.json" with { type: "json" };

Deno.test("EarlyStopping stops when Keras does and finds its best epoch", () => {
  for (const { patience, values, epochs, best } of golden.early_stopping) {
    const stopping = new EarlyStopping(patience);
    let epoch = 0;
    for (const value of values) {
      epoch++;
      if (stopping.see(epoch, value).stop) break;
    }
    const found = { patience, values, epochs: epoch };
    assertEquals({ ...found, best: stopping.state.bestEpoch }, {
      patience,
      values,
      epochs,
      best,
    });
  }
});

Deno.test("Checkpoint looks at the first epoch end after so many batches", () => {
  const checkpoint = new Checkpoint({ every_batches: 5, monitor: "val_rmse" });
  const kept = [9, 1, 7, 1, 8, 6, 6, 6, 5].map((value, i) =>
    checkpoint.see(i + 1, value, 2)
  );
  assertEquals(
    kept,
    [false, false, true, false, false, true, false, false, true],
  );
  assertEquals(checkpoint.state, { batches: 0, epoch: 9, best: 5 });
});
