// A player is a process that measures one thing when it is asked to: it says
// `{"ready":true}` once it is warm, then answers each line "step" with a line of
// JSON, its quantities by name. So processes can take turns in one run.
import { TextLineStream } from "../lib/third_party/streams.ts";

/** Quantities of one turn by name. */
export type Answer = Readonly<Record<string, number>>;

/** Somebody who measures when it is their turn. */
export interface Player {
  turn(): Promise<Answer>;
  close(): Promise<void>;
}

/** Why a player cannot take part; not a fault. */
export class Absent extends Error {
  override readonly name = "Absent";
}
