// The protocol in words: what watched what.
import type { Section } from "../frame.ts";
import { html } from "../html.ts";
import { counted } from "../../counted.ts";
import { numberText } from "../number.ts";
import type { RunReport } from "../run_report.ts";

/** Says which samples did what, and how far to believe the test score. */
export function protocolSection(run: RunReport): Section {
  const { config: { split, training }, samples, history } = run;
  const count = (part: string) =>
    samples.filter((row) => row.part === part).length;
  const stopping = training.early_stopping;
  const watch = split.protocol === "published"
    ? html`<p><strong>Published protocol.</strong> As in the published code, the
test samples are also what early stopping and the kept weights look at. The
test score is therefore optimistic: it is that of samples which helped to
choose the network.</p>`
    : html`<p><strong>Honest protocol.</strong> A validation part is split off
for early stopping and for the kept weights. Nothing in training has seen the
test part; it was predicted once, at the end.</p>`;
  const group = "by_group" in split ? GROUPS[split.by_group] : null;
  return {
    id: "protocol",
    title: "Protocol",
    content: html`${watch}
<p>${counted(count("train"), "sample")} trained the network${
      count("validation") > 0
        ? `, ${count("validation")} were watched (validation)`
        : ""
    } and ${counted(count("test"), "sample")} tested it; the split is drawn with
random state ${split.random_state}.${group && ` ${group}`}</p>
<p>${counted(history.length, "epoch")} of at most ${training.epochs}${
      stopping
        ? `; training stops after ${stopping.patience} epochs without a lower ${stopping.monitor}${
          stopping.restore_best_weights
            ? ", and the best epoch's weights come back"
            : ""
        }`
        : "; nothing stops training early"
    }.${
      history.length > 0 &&
      html`
        The least RMSE of the watched samples is ${numberText(
          history.reduce(
            (least, { val_rmse }) => val_rmse < least ? val_rmse : least,
            Infinity,
          ),
        )}.
      `
    }${
      training.ensemble &&
      ` The prediction is the mean of ${training.ensemble.members} networks.`
    }</p>`,
  };
}

const GROUPS: Readonly<Record<string, string | null>> = {
  none: null,
  stratified: "Every part holds every group in proportion.",
  "leave-out-test": "The test part is whole groups that training and " +
    "validation never meet.",
  "leave-out": "The test part and the validation part are whole groups that " +
    "training never meets.",
};
