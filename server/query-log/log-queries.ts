import { rcodeOf } from "../answer/count-answers.ts";
import { type Counters, LOG_FULL, LOGGED } from "../answer/counters.ts";
import { isStream } from "../answer/frame.ts";
import type { Respond } from "../answer/respond.ts";
import { beginRecord, endRecord, HEAD, NO_ROOM, openRing, writeQuery } from "./ring.ts";

/** What a thread must know to log: its own ring, and how many of its packets to log, above 0 and up to 1. */
export interface LogPlan {
  readonly ring: SharedArrayBuffer;
  readonly rate: number;
}

/**
 * A responder that copies what comes and what is answered into the thread's ring, all of it or a random sample. Where
 * there is no room that is counted, and the answer goes out as ever. `now` gives milliseconds, with fractions.
 */
export function logQueries(
  respond: Respond,
  { ring: buffer, rate }: LogPlan,
  counters: Counters,
  now: () => number,
): Respond {
  const ring = openRing(buffer);
  const scale = Math.log1p(-rate); // -Infinity where all are logged
  let left = gap(scale);
  return (packet, length, out, limit, client) => {
    left -= 1;
    if (left > 0) return respond(packet, length, out, limit, client);
    left = gap(scale);
    const at = beginRecord(ring, HEAD + length + limit + 8);
    if (at === NO_ROOM) {
      counters[LOG_FULL]! += 1;
      return respond(packet, length, out, limit, client);
    }
    const began = now();
    writeQuery(ring, at, packet, length, client); // first, for the answer may be written over it
    const size = respond(packet, length, out, limit, client);
    endRecord(ring, at, out, size, size === 0 ? 0 : rcodeOf(out), isStream(limit), began, now());
    counters[LOGGED]! += 1;
    return size;
  };
}

/**
 * How many packets to go until one is logged: geometrically distributed, so that each has the same chance whatever came
 * before it, and one random number is enough for all that are passed over.
 */
function gap(scale: number): number {
  return 1 + Math.floor(Math.log(1 - Math.random()) / scale);
}
