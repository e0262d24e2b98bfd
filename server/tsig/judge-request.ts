import { FORMERR, NOTAUTH } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { TSIG_ALGORITHMS } from "../../dns/tsig/algorithms.ts";
import { BADKEY, BADSIG, BADTIME } from "../../dns/tsig/errors.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { compareMac, macOf } from "../../dns/tsig/mac.ts";
import { type FoundTsig, findTsig } from "../../dns/tsig/record.ts";
import type { MessageSigner } from "./message-signer.ts";
import { answerSigner, clockErrorSigner, unsignedError } from "./signers.ts";

/** What the TSIG record of a request is worth, and how it is answered. */
export type TsigVerdict =
  /** It has none. */
  | { readonly kind: "none" }
  | {
      readonly kind: "good";
      /** In lower case. */
      readonly keyName: Name;
      /** Signs the answer, which needs its room. */
      readonly signer: MessageSigner;
      /** Octets of the request without the record, by which ARCOUNT is one too great. */
      readonly length: number;
    }
  | {
      readonly kind: "bad";
      /** To be answered with the question and no record: FORMERR, or NOTAUTH. */
      readonly rcode: number;
      /** What TSIG says of it: 0 with FORMERR, else see `dns/tsig/errors.ts`. */
      readonly error: number;
      /** Adds the TSIG that says so; undefined with FORMERR, whose answer has none. */
      readonly signer: MessageSigner | undefined;
    };

/**
 * Judges the first `length` octets of a request as RFC 8945 §5.2 has it: the key, then the MAC, then the time. `now`
 * gives milliseconds since 1970.
 *
 * That a later request may not have an earlier time (§5.2.3, "SHOULD") is not looked at: threads and machines share no
 * state, and what is asked for over UDP comes in any order. Whoever sends a request again within the fudge gets an answer
 * that was given before; no request changes anything here.
 */
export function judgeTsig(
  packet: Uint8Array,
  length: number,
  keys: readonly TsigKey[],
  now: () => number,
): TsigVerdict {
  const found = findTsig(packet, length);
  if (found === undefined) return { kind: "none" };
  if (found === "malformed") return MALFORMED;
  const { record } = found;
  const key = findKey(keys, found);
  if (key === undefined) return bad(BADKEY, unsignedError(record, BADKEY));
  const additionals = ((packet[ARCOUNT]! << 8) | packet[ARCOUNT + 1]!) - 1;
  const mac = compareMac(record.mac, macOf(key, packet, found.start, additionals, record, {}));
  if (mac === "malformed") return MALFORMED; // RFC 8945 §5.2.2.1
  if (mac === "wrong") return bad(BADSIG, unsignedError(record, BADSIG));
  const seconds = Math.floor(now() / 1000);
  if (Math.abs(seconds - record.time) > record.fudge) {
    return bad(BADTIME, clockErrorSigner(key, record, seconds));
  }
  return {
    kind: "good",
    keyName: key.name,
    signer: answerSigner(key, record.mac, now),
    length: found.start,
  };
}

const ARCOUNT = 10;
const MALFORMED: TsigVerdict = { kind: "bad", rcode: FORMERR, error: 0, signer: undefined };

function bad(error: number, signer: MessageSigner): TsigVerdict {
  return { kind: "bad", rcode: NOTAUTH, error, signer };
}

/** A key goes with its algorithm: with another one it is not known (RFC 8945 §5.2.1). */
function findKey(keys: readonly TsigKey[], { record }: FoundTsig): TsigKey | undefined {
  const [name, algorithm] = [keyOf(record.key), keyOf(record.algorithm)];
  return keys.find((key) => key.name === name && TSIG_ALGORITHMS[key.algorithm].name === algorithm);
}
