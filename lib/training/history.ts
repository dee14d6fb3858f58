// What is known of training, epoch by epoch, under Keras's names.

/** One epoch. Losses are mean squared errors, in the targets' unit squared. */
export interface HistoryRow {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Over the epoch's batches, each before its own step, as Keras reports. */
  readonly loss: number;
  /** Its root. */
  readonly rmse: number;
  /** Over the watched part, after the epoch. */
  readonly val_loss: number;
  /** Its root. */
  readonly val_rmse: number;
  /**
   * Over the training part as the network predicts it after the epoch, with
   * moving statistics, where `history_evaluation` asks for it. Batch norm in
   * training uses each batch's own, so that `loss` may be far below it.
   */
  readonly eval_loss?: number;
  /** Its root. */
  readonly eval_rmse?: number;
}
