import { createHmac, timingSafeEqual } from "node:crypto";
import { CLASS_ANY } from "../classes.ts";
import { keyOf } from "../name.ts";
import { Writer } from "../wire.ts";
import { TSIG_ALGORITHMS } from "./algorithms.ts";
import type { TsigKey } from "./key.ts";
import type { TsigRecord } from "./record.ts";

/** What a MAC covers beside the message (RFC 8945 §4.3). */
export interface MacContext {
  /** The MAC of the request, for an answer; of the message before, in a stream of them. Without it, it is a request. */
  readonly prior?: Uint8Array | undefined;
  /** The message is not the first of a stream: of the record only its times are covered (RFC 8945 §5.3.1). */
  readonly isNext?: boolean;
  /** Whole messages without a signature that came between the one of `prior` and this one (RFC 8945 §5.3.1). */
  readonly between?: readonly Uint8Array[];
}

/**
 * The whole MAC over the first `length` octets of a message, which end where the TSIG record begins. `additionals` is
 * ARCOUNT without that record; the id is the record's (RFC 8945 §4.3.2).
 */
export function macOf(
  key: TsigKey,
  message: Uint8Array,
  length: number,
  additionals: number,
  record: Omit<TsigRecord, "mac">,
  { prior, isNext = false, between = NONE }: MacContext,
): Uint8Array {
  const head = new Writer();
  if (prior !== undefined) {
    head.u16(prior.length);
    head.copy(prior, 0, prior.length);
  }
  const header = new Writer();
  header.u16(record.id);
  header.copy(message, 2, ARCOUNT);
  header.u16(additionals);
  const tail = new Writer();
  if (isNext) writeTimes(record, tail);
  else writeVariables(record, tail);
  const hmac = createHmac(TSIG_ALGORITHMS[key.algorithm].hash, key.secret).update(
    head.bytes.subarray(0, head.length),
  );
  for (const whole of between) hmac.update(whole);
  return hmac
    .update(header.bytes.subarray(0, header.length))
    .update(message.subarray(ARCOUNT + 2, length))
    .update(tail.bytes.subarray(0, tail.length))
    .digest();
}

/**
 * What a MAC is worth that came, beside the whole one: "wrong", "right", or "malformed" where it is too long, or
 * shorter than half of it or ten octets (RFC 8945 §5.2.2.1).
 */
export function compareMac(came: Uint8Array, whole: Uint8Array): "right" | "wrong" | "malformed" {
  if (came.length > whole.length || came.length < Math.max(MIN_MAC, whole.length / 2)) return "malformed";
  return timingSafeEqual(came, whole.subarray(0, came.length)) ? "right" : "wrong";
}

const ARCOUNT = 10; // where it stands in the header (RFC 1035 §4.1.1)
const MIN_MAC = 10;
const NONE: readonly Uint8Array[] = [];

/** RFC 8945 §4.3.3: names in lower case and whole, whatever they are in the message. */
function writeVariables(record: Omit<TsigRecord, "mac">, out: Writer): void {
  out.octets(keyOf(record.key));
  out.u16(CLASS_ANY);
  out.u32(0); // TTL
  out.octets(keyOf(record.algorithm));
  writeTimes(record, out);
  out.u16(record.error);
  out.u16(record.other.length);
  out.copy(record.other, 0, record.other.length);
}

function writeTimes({ time, fudge }: Omit<TsigRecord, "mac">, out: Writer): void {
  out.u16(Math.floor(time / 2 ** 32));
  out.u32(time % 2 ** 32);
  out.u16(fudge);
}
