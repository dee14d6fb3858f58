// Turns: A B C A B C …, so that what else the machine does meets all alike.
import { Absent, type Answer, type Player } from "./player.ts";

/** Answers of one player, or why there are none. */
export type Answers = readonly Answer[] | { readonly absent: string };

/**
 * Opens players, lets them alternate, and closes them. The first is ours: if it
 * is absent, nobody plays.
 *
 * @param openers Start a player each; they may throw {@linkcode Absent}.
 * @param turns How often each measures.
 * @returns The answers of each, in the same order.
 */
export async function alternate(
  openers: readonly (() => Promise<Player>)[],
  turns: number,
): Promise<Answers[]> {
  const players: (Player | null)[] = [];
  const answers: (Answer[] | { readonly absent: string })[] = [];
  const absent = (i: number, error: unknown) => {
    if (!(error instanceof Absent)) throw error;
    answers[i] = { absent: error.message };
    players[i] = null;
  };
  try {
    for (const [i, open] of openers.entries()) {
      if (i > 0 && players[0] === null) {
        absent(i, new Absent("nothing to compare with"));
        continue;
      }
      try {
        players[i] = await open();
        answers[i] = [];
      } catch (error) {
        absent(i, error);
      }
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const [i, player] of players.entries()) {
        if (player === null) continue;
        try {
          const answer = await player.turn();
          (answers[i] as Answer[]).push(answer);
        } catch (error) {
          await player.close();
          absent(i, error);
        }
      }
    }
  } finally {
    for (const player of players) await player?.close();
  }
  return answers;
}
