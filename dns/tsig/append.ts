import { CLASS_ANY } from "../classes.ts";
import { TSIG_ALGORITHMS } from "./algorithms.ts";
import type { TsigKey } from "./key.ts";
import { type MacContext, macOf } from "./mac.ts";
import { TSIG, type TsigRecord } from "./record.ts";

/**
 * Signs the first `length` octets of a message, at `time` in seconds since 1970, and adds the record to them and to
 * ARCOUNT. Gives the new length, and the MAC for the message that follows in the same answer, or that answers this one.
 */
export function appendSignature(
  key: TsigKey,
  message: Uint8Array,
  length: number,
  time: number,
  context: MacContext = {},
  { error, other }: Pick<TsigRecord, "error" | "other"> = NOTHING_WRONG,
): { readonly length: number; readonly mac: Uint8Array } {
  const id = (message[0]! << 8) | message[1]!;
  const algorithm = TSIG_ALGORITHMS[key.algorithm].name;
  const unsigned = { key: key.name, algorithm, time, fudge: FUDGE, id, error, other };
  const additionals = (message[ARCOUNT]! << 8) | message[ARCOUNT + 1]!;
  const mac = macOf(key, message, length, additionals, unsigned, context);
  return { length: appendTsig({ ...unsigned, mac }, message, length), mac };
}

/** Adds a TSIG record to the first `length` octets of a message, and to ARCOUNT. Gives the new length. */
export function appendTsig(record: TsigRecord, message: Uint8Array, length: number): number {
  const { key, algorithm, time, fudge, mac, id, error, other } = record;
  const head = Buffer.from(key, "latin1");
  const name = Buffer.from(algorithm, "latin1");
  const out = new DataView(message.buffer, message.byteOffset, message.length);
  let at = length;
  put(head);
  u16(TSIG);
  u16(CLASS_ANY);
  u16(0);
  u16(0); // TTL 0 (RFC 8945 §4.2)
  u16(name.length + 16 + mac.length + other.length);
  put(name);
  u16(Math.floor(time / 2 ** 32));
  u16(Math.floor(time / 2 ** 16) % 2 ** 16);
  u16(time % 2 ** 16);
  u16(fudge);
  u16(mac.length);
  put(mac);
  u16(id);
  u16(error);
  u16(other.length);
  put(other);
  out.setUint16(ARCOUNT, out.getUint16(ARCOUNT) + 1);
  return at;

  function u16(value: number): void {
    out.setUint16(at, value);
    at += 2;
  }

  function put(octets: Uint8Array): void {
    message.set(octets, at);
    at += octets.length;
  }
}

/** Octets that a signature takes at most, the server's time for BADTIME included. */
export function signatureRoom({ name, algorithm }: TsigKey): number {
  const facts = TSIG_ALGORITHMS[algorithm];
  return name.length + RECORD_TAIL + facts.name.length + FIXED + facts.length + MAX_OTHER;
}

const ARCOUNT = 10; // where it stands in the header (RFC 1035 §4.1.1)
const FUDGE = 300; // seconds (RFC 8945 §10)
const NOTHING_WRONG = { error: 0, other: new Uint8Array(0) };
/** Type, class, TTL and length of the rdata. */
const RECORD_TAIL = 10;
/** Time, fudge, id, error, and the lengths of MAC and other data. */
const FIXED = 16;
const MAX_OTHER = 6;
