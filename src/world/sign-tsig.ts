import { createHmac } from "node:crypto";
import type { MessageRecord } from "../../dns/message.ts";
import { keyOf } from "../../dns/name.ts";
import type { TsigKey } from "./tsig-keys.ts";

const TSIG = 250; // RFC 8945 §4.1
const CLASS_ANY = 255;
const FUDGE = 300; // seconds that two clocks may differ (RFC 8945 §10)
const ARCOUNT_AT = 10;

/**
 * A request with the TSIG record behind it (RFC 8945 §4.2, §5.1).
 *
 * @param message a whole message without TSIG
 * @param now seconds since 1970
 */
export function signRequest(message: Uint8Array, key: TsigKey, now: number): Uint8Array {
  const name = Buffer.from(keyOf(key.name), "latin1");
  const algorithm = Buffer.from(key.algorithm, "latin1");
  const time = Buffer.alloc(8);
  time.writeUIntBE(now, 0, 6);
  time.writeUInt16BE(FUDGE, 6);
  const noError = Buffer.alloc(4); // the error, and the length of other data
  const head = Buffer.alloc(6);
  head.writeUInt16BE(CLASS_ANY, 0); // and the TTL, which is 0
  const mac = createHmac(key.hash, key.secret)
    .update(Buffer.concat([message, name, head, algorithm, time, noError])) // RFC 8945 §4.3.3
    .digest();
  const macSize = Buffer.alloc(2);
  macSize.writeUInt16BE(mac.length);
  const rdata = Buffer.concat([algorithm, time, macSize, mac, message.subarray(0, 2), noError]);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(TSIG, 0);
  fixed.writeUInt16BE(CLASS_ANY, 2);
  fixed.writeUInt16BE(rdata.length, 8);
  const signed = Buffer.concat([message, name, fixed, rdata]);
  signed.writeUInt16BE(signed.readUInt16BE(ARCOUNT_AT) + 1, ARCOUNT_AT);
  return signed;
}

/** What the TSIG record of an answer says against the request: `BADKEY`; undefined where it says nothing. */
export function tsigError(additional: readonly MessageRecord[]): string | undefined {
  const record = additional.find(({ type }) => type === TSIG);
  if (record === undefined) return undefined;
  const rdata = Buffer.from(record.rdata, "latin1");
  let at = 0;
  while (at < rdata.length && rdata[at] !== 0) at += rdata[at]! + 1; // the name of the algorithm
  const macAt = at + 9; // behind its root label, time and fudge
  if (macAt + 2 > rdata.length) return undefined;
  const errorAt = macAt + 2 + rdata.readUInt16BE(macAt) + 2;
  return errorAt + 2 > rdata.length ? undefined : ERRORS.get(rdata.readUInt16BE(errorAt));
}

/** RFC 8945 §3. */
const ERRORS: ReadonlyMap<number, string> = new Map([
  [16, "BADSIG"],
  [17, "BADKEY"],
  [18, "BADTIME"],
  [22, "BADTRUNC"],
]);
