import { appendSignature, signatureRoom } from "../../dns/tsig/append.ts";
import { type AnswerFault, recordFault } from "../../dns/tsig/check-answer.ts";
import { BADKEY, BADSIG, BADTIME, tsigErrorName } from "../../dns/tsig/errors.ts";
import { keyName, type TsigKey } from "../../dns/tsig/key.ts";
import { findTsig } from "../../dns/tsig/record.ts";

/** A signed question over TCP and its answer in many messages (RFC 8945 §5.3.1). */
export interface TransferSession {
  /** The question with its signature. */
  readonly sign: (query: Uint8Array) => Uint8Array;
  /** Takes the next message of the answer. Why it is not to be believed, as what "it" does; undefined where it is, so far. */
  readonly take: (message: Uint8Array) => string | undefined;
  /** Why what came last is not to be believed: the last message has to be signed. */
  readonly end: () => string | undefined;
}

/** @param now milliseconds since 1970 */
export function transferSession(key: TsigKey, now: () => number): TransferSession {
  const seconds = () => Math.floor(now() / 1_000);
  let prior: Uint8Array = new Uint8Array(); // the MAC of the message that was signed last
  let isNext = false;
  const between: Uint8Array[] = [];
  return {
    sign(query) {
      const signed = new Uint8Array(query.length + signatureRoom(key));
      signed.set(query);
      const { length, mac } = appendSignature(key, signed, query.length, seconds());
      prior = mac;
      return signed.subarray(0, length);
    },
    take(message) {
      const found = findTsig(message);
      if (found === "malformed") return "its signature cannot be read";
      if (found === undefined) {
        if (!isNext) return "it answers without a signature";
        between.push(message);
        return between.length > MOST_UNSIGNED ? "it leaves out too many signatures" : undefined;
      }
      const fault = recordFault(message, found, key, seconds(), { prior, isNext, between });
      if (fault !== undefined) return describe(fault, key);
      prior = found.record.mac;
      isNext = true;
      between.length = 0;
      return undefined;
    },
    end: () => (between.length > 0 ? "its last message has no signature" : undefined),
  };
}

const MOST_UNSIGNED = 99; // in a row (RFC 8945 §5.3.1)

function describe(fault: AnswerFault, key: TsigKey): string {
  switch (fault.kind) {
    case "told":
      return `it does not take the key ${keyName(key.name)}: ${tsigErrorName(fault.error)}${MEANINGS.get(fault.error) ?? ""}`;
    case "unsigned":
      return "it answers without a signature";
    case "wrong":
      return "its signature is wrong";
    case "time":
      return `its clock and ours are ${fault.seconds} seconds apart`;
    default:
      return fault satisfies never;
  }
}

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [BADSIG, ", its secret is another one"],
  [BADKEY, ", it does not know it"],
  [BADTIME, ", its clock and ours differ"],
]);
