import { DNSKEY } from "../type-numbers.ts";
import { typeName } from "../types.ts";
import { type Octets, octetsOf } from "../wire.ts";
import { tagOf } from "./key-records.ts";
import { lowerOctet } from "./names-in-place.ts";
import type { PolicyKey } from "./policy.ts";
import type { Sign } from "./sign.ts";
import { isSignatureOf } from "./verify-signature.ts";
import { INCEPTION_MARGIN, windowStart } from "./window.ts";

/**
 * Signatures over the keys of a zone that were made beforehand, by a key that is on no machine. By what stands in an RRSIG's
 * data before the signature, which says the RRset, the key and the times: a key signs more than one where the zone's keys
 * change meanwhile.
 */
export type KeySignatures = ReadonlyMap<Octets, readonly Octets[]>;

/** Puts the data of RRSIG records in order. */
export function keySignaturesOf(rrsigs: Iterable<Octets>): KeySignatures {
  const found = new Map<Octets, Octets[]>();
  for (const rdata of new Set(rrsigs)) {
    const head = headOf(Buffer.from(rdata, "latin1"));
    const others = found.get(head);
    if (others === undefined) found.set(head, [rdata.slice(head.length)]);
    else others.push(rdata.slice(head.length));
  }
  return found;
}

/**
 * Signs with signatures that were made beforehand: throws where there is none over these octets, or one that does not hold by
 * the key.
 */
export function presignedBy(key: PolicyKey, signatures: KeySignatures): Sign {
  return (data) => {
    const head = headOf(data);
    const made = signatures.get(head);
    const what = `the signature of ${typeName(u16(head, 0))} by key ${tagOf(key)} that was made beforehand`;
    if (made === undefined) throw new Error(`${what} is not there, or is for other times or another TTL`);
    const signature = made.find((each) => isSignatureOf(key, data, each));
    if (signature === undefined) throw new Error(`${what} does not hold for its records`);
    return signature;
  };
}

/** The last of the windows from this one on for each of which the key has signed DNSKEY; undefined where it has not for this one. */
export function lastSigned(signatures: KeySignatures, key: PolicyKey, from: number): number | undefined {
  const windows = windowsOf(signatures, key);
  let last: number | undefined;
  for (let window = from; windows.has(window); window++) last = window;
  return last;
}

/** The windows for which the key has signed DNSKEY. */
export function windowsOf(signatures: KeySignatures, key: PolicyKey): ReadonlySet<number> {
  const tag = tagOf(key);
  const windows = new Set<number>();
  for (const head of signatures.keys()) {
    if (u16(head, 0) !== DNSKEY || head.charCodeAt(ALGORITHM) !== key.algorithm || u16(head, TAG) !== tag)
      continue;
    const window = windowOfSignature(head);
    if (window !== undefined) windows.add(window);
  }
  return windows;
}

/** The window for which a signature was made, by the data of its RRSIG; undefined where that begins at another time. */
export function windowOfSignature(rdata: Octets): number | undefined {
  const start = u16(rdata, INCEPTION) * 0x10000 + u16(rdata, INCEPTION + 2) + INCEPTION_MARGIN;
  return start % windowStart(1) === 0 ? start / windowStart(1) : undefined;
}

/** The head of an RRSIG's data, its signer in lower case as it is signed (RFC 4034 §3.1.8.1). */
function headOf(data: Uint8Array): Octets {
  let end = SIGNER;
  while (end < data.length && data[end] !== 0) end += 1 + data[end]!;
  const head = data.slice(0, end + 1);
  for (let at = SIGNER; at < head.length; at++) head[at] = lowerOctet(head[at]!);
  return octetsOf(head, 0, head.length);
}

// Of an RRSIG's data (RFC 4034 §3.1).
const ALGORITHM = 2;
const INCEPTION = 12;
const TAG = 16;
const SIGNER = 18;

function u16(octets: Octets, at: number): number {
  return (octets.charCodeAt(at) << 8) | octets.charCodeAt(at + 1);
}
