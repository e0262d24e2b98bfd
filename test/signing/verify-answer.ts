import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { canonicalRdata } from "../../dns/canonical.ts";
import type { Message } from "../../dns/message.ts";
import { keyOf, labelsOf } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { RRSIG } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { TestKey } from "./written-zone.ts";

/** What signs an RRset of an answer. */
export interface VerifiedRRset {
  readonly type: number;
  /** Seconds since 1970. */
  readonly inception: number;
  readonly expiration: number;
}

/** The public half of a key of ECDSAP256SHA256, to verify with. */
export function verifyingKey({ policy }: TestKey): KeyObject {
  const octets = Buffer.from(policy.publicKey, "latin1");
  const [x, y] = [octets.subarray(0, 32), octets.subarray(32)].map((half) => half.toString("base64url"));
  return createPublicKey({ key: { kty: "EC", crv: "P-256", x: x!, y: y! }, format: "jwk" });
}

/**
 * Verifies the signatures of all RRsets in the answer and authority of a message, which are signed by this key alone (RFC 4035
 * §5.3.2); the names of the zone are in lower case. Throws where an RRset has none, or one that does not hold.
 */
export function verifyAnswer({ answer, authority }: Message, key: KeyObject): VerifiedRRset[] {
  return [answer, authority].flatMap((section) => {
    const sets = Map.groupBy(
      section.filter(({ type }) => type !== RRSIG),
      ({ owner, type }) => `${keyOf(owner)} ${type}`,
    );
    return [...sets.values()].map((records) => verifyRRset(records, section, key));
  });
}

function verifyRRset(
  records: readonly ZoneRecord[],
  section: readonly ZoneRecord[],
  key: KeyObject,
): VerifiedRRset {
  const { owner, type } = records[0]!;
  for (const { owner: signer, type: signerType, rdata } of section) {
    if (signerType !== RRSIG || keyOf(signer) !== keyOf(owner)) continue;
    const signature = decode(RRSIG, rdata);
    if (signature.type !== "RRSIG" || Buffer.from(rdata, "latin1").readUInt16BE(0) !== type) continue;
    const octets = Buffer.from(rdata, "latin1");
    const head = octets.subarray(0, octets.length - 64);
    const data = Buffer.concat([head, ...canonical(records, octets[3]!, octets.readUInt32BE(4))]);
    const isGood = verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, octets.subarray(-64));
    if (!isGood) throw new Error(`The signature of type ${type} does not hold`);
    return { type, inception: octets.readUInt32BE(12), expiration: octets.readUInt32BE(8) };
  }
  throw new Error(`Type ${type} has no signature`);
}

/** The records as they are signed (RFC 4034 §3.1.8.1, §6.3), at a wildcard where there are fewer `labels`. */
function canonical(records: readonly ZoneRecord[], labels: number, ttl: number): Buffer[] {
  return records
    .map(({ owner, type, rdata }) => {
      const all = labelsOf(owner);
      const name = all.length > labels ? `\x01*${wireOf(all.slice(all.length - labels))}` : keyOf(owner);
      const data = canonicalRdata(type, rdata);
      const head = Buffer.alloc(10);
      head.writeUInt16BE(type, 0);
      head.writeUInt16BE(1, 2);
      head.writeUInt32BE(ttl, 4);
      head.writeUInt16BE(data.length, 8);
      return {
        data,
        octets: Buffer.concat([Buffer.from(name, "latin1"), head, Buffer.from(data, "latin1")]),
      };
    })
    .sort((a, b) => (a.data < b.data ? -1 : 1))
    .map(({ octets }) => octets);
}

function wireOf(labels: readonly string[]): string {
  return `${labels.map((label) => String.fromCharCode(label.length) + label).join("")}\0`;
}
