import { FORMERR } from "../../dns/message-rcode.ts";
import { BADKEY, BADSIG, BADTIME } from "../../dns/tsig/errors.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import type { Client } from "../query/client.ts";
import { u16 } from "../query/query-record.ts";
import { query, readQuery } from "../query/question.ts";
import { judgeTsig, type TsigVerdict } from "../tsig/judge-request.ts";
import { makeKnowsKey } from "../tsig/known-key.ts";
import type { MessageSigner } from "../tsig/message-signer.ts";
import { answer } from "./answer.ts";
import {
  type Counters,
  TSIG_BADKEY,
  TSIG_BADSIG,
  TSIG_BADTIME,
  TSIG_GOOD,
  TSIG_MALFORMED,
} from "./counters.ts";
import type { RequestKey } from "./transfers.ts";

/** Answers to queries that are signed with a key of ours (RFC 8945). */
export interface Signing {
  /** The query that was read last, which is signed, names a key of ours; else it hears BADKEY, see `writeBadKey`. */
  readonly isOurs: () => boolean;
  /** Judges such a query, and signs what `answerRead` answers. To make a MAC, it allocates. */
  readonly answer: (
    packet: Uint8Array,
    length: number,
    out: Uint8Array,
    limit: number,
    client: Client,
    answerRead: AnswerRead,
  ) => number;
}

/** Answers the query that was read last, with what reading it gave, and the key that it is signed with, rightly. */
export type AnswerRead = (
  verdict: number,
  packet: Uint8Array,
  length: number,
  out: Uint8Array,
  limit: number,
  client: Client,
  key: RequestKey | undefined,
) => number;

/** Signs with these keys. `now` gives milliseconds since 1970. */
export function makeSigning(keys: readonly TsigKey[], now: () => number, counters: Counters): Signing {
  const knowsKey = makeKnowsKey(keys);
  return {
    isOurs: () => {
      if (knowsKey()) return true;
      counters[TSIG_BADKEY]! += 1;
      return false;
    },
    answer: (packet, length, out, limit, client, answerRead) => {
      const judged = judgeTsig(packet, length, keys, now);
      counters[placeOf(judged)]! += 1;
      const verdict = judged.kind === "good" ? readWithout(packet, judged.length) : rcodeOf(judged);
      query.tsig = false; // what is to be said of it, the signer says
      const signer = judged.kind === "none" ? undefined : judged.signer;
      // Of what is broken nothing is believed: as where `readQuery` finds it, there is no OPT in the answer.
      if (signer === undefined) query.edns = false;
      const isGood = judged.kind === "good";
      const size = isGood ? judged.length : length;
      const key = isGood ? { name: judged.keyName, signer: judged.signer } : undefined;
      const made = withRoom(signer, out, () => answerRead(verdict, packet, size, out, limit, client, key));
      // Who has a key is who it says, and a signed answer must stay as it is: limits do not touch it.
      if (signer !== undefined) answer.isProven = true;
      return made;
    },
  };
}

function rcodeOf(judged: TsigVerdict): number {
  return judged.kind === "bad" ? judged.rcode : FORMERR; // "none" is not there: `readQuery` has found one
}

function placeOf(judged: TsigVerdict): number {
  if (judged.kind === "good") return TSIG_GOOD;
  return (judged.kind === "bad" && PLACES.get(judged.error)) || TSIG_MALFORMED;
}

const PLACES: ReadonlyMap<number, number> = new Map([
  [BADKEY, TSIG_BADKEY],
  [BADSIG, TSIG_BADSIG],
  [BADTIME, TSIG_BADTIME],
]);

/** Reads the query again as it was before it was signed (RFC 8945 §5.2). */
function readWithout(packet: Uint8Array, length: number): number {
  const count = u16(packet, ARCOUNT);
  setCount(packet, count - 1);
  const verdict = readQuery(packet, length);
  setCount(packet, count);
  return verdict;
}

const ARCOUNT = 10;

function setCount(packet: Uint8Array, count: number): void {
  packet[ARCOUNT] = count >>> 8;
  packet[ARCOUNT + 1] = count;
}

/**
 * Has an answer made with room for its signature, and signs it. Where the rest does not fit then, the answer is truncated
 * as any other; the signature always goes (RFC 8945 §5.3), even where 512 octets do not hold it and the question.
 */
function withRoom(signer: MessageSigner | undefined, out: Uint8Array, make: () => number): number {
  if (signer === undefined) return make();
  answer.room = signer.room;
  try {
    return signer.sign(out, make());
  } finally {
    answer.room = 0;
  }
}
