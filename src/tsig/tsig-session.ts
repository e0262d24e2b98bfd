import { createHmac, timingSafeEqual } from "node:crypto";
import { CLASS_ANY } from "../../dns/classes.ts";
import { keyOf, type Name, parseName, ROOT } from "../../dns/name.ts";
import { keyName, type TsigKey } from "./tsig-key.ts";
import { readTsigRecord, type TsigRecord, withoutTsig } from "./tsig-record.ts";

/** A signed question over TCP and its answer in many messages (RFC 8945 §5.3.1). */
export interface TsigSession {
  /** The question with its signature. */
  readonly sign: (query: Uint8Array) => Uint8Array;
  /** Takes the next message of the answer. Why it is not to be believed, as what "it" does; undefined where it is, so far. */
  readonly take: (message: Uint8Array) => string | undefined;
  /** Why what came last is not to be believed: the last message has to be signed. */
  readonly end: () => string | undefined;
}

/** @param now milliseconds since 1970 */
export function tsigSession(key: TsigKey, now: () => number): TsigSession {
  let mac: Uint8Array = new Uint8Array(); // of the message that was signed last
  let isFirst = true;
  const unsigned: Uint8Array[] = [];
  return {
    sign(query) {
      const times = timesOf(now());
      mac = macOf(key, [query, variables(key, times)]);
      isFirst = true;
      return withTsig(query, key, times, mac);
    },
    take(message) {
      const record = readTsigRecord(message);
      if (record === undefined) {
        if (isFirst) return "it answers without a signature";
        unsigned.push(message);
        return unsigned.length > MOST_UNSIGNED ? "it leaves out too many signatures" : undefined;
      }
      const fault = faultOf(record, key, now());
      if (fault !== undefined) return fault;
      const prefix = [lengthOf(mac), mac, ...unsigned, withoutTsig(message, record)];
      const expected = macOf(key, [...prefix, isFirst ? variables(key, record.times) : record.times]);
      // A shorter one is allowed by the RFC and used by nobody.
      if (record.mac.length !== expected.length || !timingSafeEqual(record.mac, expected))
        return "its signature is wrong";
      mac = record.mac;
      isFirst = false;
      unsigned.length = 0;
      return undefined;
    },
    end: () => (unsigned.length > 0 ? "its last message has no signature" : undefined),
  };
}

const MOST_UNSIGNED = 99; // in a row (RFC 8945 §5.3.1)
const FUDGE = 300; // seconds that clocks may differ, as RFC 8945 §10 recommends

function faultOf(
  { name, algorithm, times, error }: TsigRecord,
  key: TsigKey,
  now: number,
): string | undefined {
  if (error !== 0)
    return `it does not take the key ${keyName(key.name)}: ${ERRORS.get(error) ?? `error ${error}`}`;
  if (keyOf(name) !== key.name || keyOf(algorithm) !== algorithmName(key)) return "it signs with another key";
  const view = Buffer.from(times);
  const seconds = view.readUIntBE(0, 6);
  const apart = Math.abs(Math.floor(now / 1_000) - seconds);
  return apart > view.readUInt16BE(6) ? `its clock and ours are ${apart} seconds apart` : undefined;
}

/** RFC 8945 §3. */
const ERRORS: ReadonlyMap<number, string> = new Map([
  [16, "BADSIG, its secret is another one"],
  [17, "BADKEY, it does not know it"],
  [18, "BADTIME, its clock and ours differ"],
  [22, "BADTRUNC"],
]);

/** When it was signed, and the fudge (RFC 8945 §4.2). */
function timesOf(now: number): Uint8Array {
  const times = Buffer.alloc(8);
  times.writeUIntBE(Math.floor(now / 1_000), 0, 6);
  times.writeUInt16BE(FUDGE, 6);
  return times;
}

/** What is signed beside the message (RFC 8945 §4.3.3). */
function variables(key: TsigKey, times: Uint8Array): Uint8Array {
  const head = Buffer.alloc(6); // class ANY, TTL 0
  head.writeUInt16BE(CLASS_ANY);
  return Buffer.concat([octets(key.name), head, octets(algorithmName(key)), times, Buffer.alloc(4)]);
}

function withTsig(query: Uint8Array, key: TsigKey, times: Uint8Array, mac: Uint8Array): Uint8Array {
  const rest = Buffer.alloc(6); // the original id, no error, no other data
  rest.writeUInt16BE(Buffer.from(query).readUInt16BE(0));
  const rdata = Buffer.concat([octets(algorithmName(key)), times, lengthOf(mac), mac, rest]);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(TSIG);
  head.writeUInt16BE(CLASS_ANY, 2);
  head.writeUInt16BE(rdata.length, 8);
  const message = Buffer.concat([query, octets(key.name), head, rdata]);
  message.writeUInt16BE(message.readUInt16BE(10) + 1, 10); // ARCOUNT
  return message;
}

const TSIG = 250;

function macOf({ algorithm, secret }: TsigKey, parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac(algorithm.slice("hmac-".length), secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function algorithmName({ algorithm }: TsigKey): Name {
  return parseName(algorithm, ROOT) as Name; // one of three words
}

function lengthOf(mac: Uint8Array): Uint8Array {
  return Buffer.from([mac.length >> 8, mac.length & 255]);
}

function octets(name: Name): Uint8Array {
  return Buffer.from(name, "latin1");
}
