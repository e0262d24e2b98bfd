import { CLASS_IN } from "../../dns/classes.ts";
import { decodeMessage, encodeMessage, type MessageRecord, NO_FLAGS } from "../../dns/message.ts";
import { NOERROR, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf } from "../../dns/name.ts";
import { appendSignature, signatureRoom } from "../../dns/tsig/append.ts";
import { answerFault, describeFault } from "../../dns/tsig/check-answer.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import { SOA } from "../../dns/type-numbers.ts";

/** A NOTIFY as it is sent. */
export interface NotifyRequest {
  readonly octets: Uint8Array;
  readonly soa: MessageRecord;
  /** How it is signed; undefined where it is not. */
  readonly signature: { readonly key: TsigKey; readonly mac: Uint8Array } | undefined;
}

/** What an answer to a NOTIFY is. */
export type NotifyAnswer =
  | { readonly kind: "acknowledged" }
  /** It says so itself. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Somebody says something that is not signed as it must be (RFC 8945 §5.4), or cannot be read. */
  | { readonly kind: "doubtful"; readonly reason: string };

/**
 * Tells that a zone has this SOA now, which goes along as a hint (RFC 1996 §3.7). `time` is in seconds since 1970, for
 * the signature.
 */
export function writeNotify(
  soa: MessageRecord,
  id: number,
  key: TsigKey | undefined,
  time: number,
): NotifyRequest {
  const question = [{ name: soa.owner, type: SOA, class: CLASS_IN }];
  const plain = encodeMessage({
    ...{ id, opcode: NOTIFY, rcode: NOERROR, flags: { ...NO_FLAGS, aa: true }, question },
    ...{ answer: [soa], authority: [], additional: [] },
  });
  if (key === undefined) return { octets: plain, soa, signature: undefined };
  const octets = new Uint8Array(plain.length + signatureRoom(key));
  octets.set(plain);
  const { length, mac } = appendSignature(key, octets, plain.length, time);
  return { octets: octets.subarray(0, length), soa, signature: { key, mac } };
}

/** Reads what came as an answer to a request; undefined where it is none. `time` is as above. */
export function readNotifyAnswer(
  octets: Uint8Array,
  { soa, signature }: NotifyRequest,
  time: number,
): NotifyAnswer | undefined {
  const message = decodeMessage(octets);
  if ("fault" in message || !message.flags.qr || message.opcode !== NOTIFY) return undefined;
  const [asked] = message.question;
  if (asked !== undefined && (keyOf(asked.name) !== keyOf(soa.owner) || asked.type !== SOA)) return undefined;
  const rcode = rcodeName(message.rcode);
  if (signature !== undefined) {
    const fault = answerFault(octets, signature.key, time, { prior: signature.mac });
    if (fault !== undefined) return { kind: "doubtful", reason: `${rcode}, ${describeFault(fault)}` };
  }
  return message.rcode === NOERROR ? { kind: "acknowledged" } : { kind: "refused", reason: rcode };
}

const NOTIFY = 4; // RFC 1996 §3.1
