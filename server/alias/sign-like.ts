import { CLASS_IN } from "../../dns/classes.ts";
import type { Name } from "../../dns/name.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import { type Octets, Writer } from "../../dns/wire.ts";

/** What signs with the key of a zone that has this algorithm and tag; undefined where its private half is not here. */
export type SignerFor = (algorithm: number, tag: number) => Sign | undefined;

/** What is to be signed: an RRset with data in canonical form and order. */
export interface Unsigned {
  /** In lower case. */
  readonly owner: Name;
  readonly type: number;
  readonly rdata: readonly Octets[];
}

/**
 * Signs an RRset as another one of the same owner is signed: RRSIGs with the same keys, times, labels and original TTL (RFC 4034
 * §3.1), so that they hold in the same window as all else of the zone. Undefined where one of the keys is not here, or there is
 * nothing that it could be signed like.
 */
export function signLike(
  models: readonly Octets[],
  { owner, type, rdata }: Unsigned,
  signerFor: SignerFor,
): readonly Octets[] | undefined {
  const made: Octets[] = [];
  for (const model of models) {
    const sign = signerFor(model.charCodeAt(ALGORITHM), u16(model, TAG));
    if (sign === undefined) return undefined;
    const head = headOf(model, type);
    const ttl = head.slice(TTL, TTL + 4);
    // What is signed: RRSIG's data but for the signature, and the records (RFC 4034 §3.1.8.1).
    const data = new Writer();
    data.octets(head);
    for (const octets of rdata) {
      data.octets(owner);
      data.u16(type);
      data.u16(CLASS_IN);
      data.octets(ttl);
      data.u16(octets.length);
      data.octets(octets);
    }
    made.push(`${head}${sign(data.bytes.subarray(0, data.length))}`);
  }
  return made.length === 0 ? undefined : made;
}

// Where RRSIG's data have these (RFC 4034 §3.1).
const ALGORITHM = 2;
const TTL = 4;
const TAG = 16;
const SIGNER = 18;

/** All of an RRSIG's data that stands before the signature, for another type. */
function headOf(model: Octets, type: number): Octets {
  let end = SIGNER;
  while (model.charCodeAt(end) !== 0) end += 1 + model.charCodeAt(end);
  return `${String.fromCharCode(type >>> 8, type & 0xff)}${model.slice(2, end + 1)}`;
}

function u16(octets: Octets, at: number): number {
  return (octets.charCodeAt(at) << 8) | octets.charCodeAt(at + 1);
}
