import { MAX_TCP_MESSAGE } from "../answer/limits.ts";
import type { Respond } from "../answer/respond.ts";
import { UNKNOWN_CLIENT } from "../query/client.ts";

/** Where queries come from and answers go. */
export interface Pipe {
  /** Puts what has come into an array, from an offset on. Waits for at least one octet; gives 0 at the end of all. */
  readonly read: (into: Uint8Array, at: number) => number;
  /** Takes the first octets of an array, all of them, before it comes back. */
  readonly write: (from: Uint8Array, length: number) => void;
}

/**
 * Answers queries until no more come, each behind its length in two octets (RFC 1035 §4.2.2), as over TCP; the answers
 * leave in the same framing and order, and one that gets none leaves as length 0. Before it waits, all that has come is
 * answered and written. Nothing is allocated for a query. False where the input ends inside a frame.
 */
export function answerPipe(pipe: Pipe, respond: Respond): boolean {
  const input = new Uint8Array(PIECE);
  const output = new Uint8Array(PIECE);
  const query = new Uint8Array(MAX_TCP_MESSAGE);
  const answer = new Uint8Array(MAX_TCP_MESSAGE);
  let rest = 0; // octets of a frame that is not whole yet, at the start of the input
  for (;;) {
    const came = pipe.read(input, rest);
    if (came === 0) return rest === 0;
    const end = rest + came;
    let at = 0;
    let made = 0;
    while (at + FRAME_HEAD <= end) {
      const length = (input[at]! << 8) | input[at + 1]!;
      const next = at + FRAME_HEAD + length;
      if (next > end) break;
      for (let from = at + FRAME_HEAD, to = 0; to < length; ) query[to++] = input[from++]!;
      at = next;
      if (made > PIECE - LONGEST_FRAME) {
        pipe.write(output, made);
        made = 0;
      }
      const size = respond(query, length, answer, MAX_TCP_MESSAGE, UNKNOWN_CLIENT);
      output[made] = size >>> 8;
      output[made + 1] = size;
      made += FRAME_HEAD;
      for (let from = 0; from < size; ) output[made++] = answer[from++]!;
    }
    if (made > 0) pipe.write(output, made);
    input.copyWithin(0, at, end);
    rest = end - at;
  }
}

const FRAME_HEAD = 2;
const LONGEST_FRAME = FRAME_HEAD + MAX_TCP_MESSAGE;
/** Octets that are read or written at a time, at most: more than a pipe holds, and room for the longest frame. */
const PIECE = 1 << 18;
