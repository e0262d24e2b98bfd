import { canonicalRdata } from "../../dns/canonical.ts";
import { keyOf } from "../../dns/name.ts";
import { keySignaturesOf, lastSigned, windowsOf } from "../../dns/signing/key-signatures.ts";
import { type PolicyKey, parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import { isSignatureOf } from "../../dns/signing/verify-signature.ts";
import { INCEPTION_MARGIN, windowOf } from "../../dns/signing/window.ts";
import { RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** How a zone is signed here, by its answers. */
export interface SignedZone {
  /** Of the state of its keys, and the window in which it answers the serial of its file (see `SigningPolicy`). */
  readonly counter: number;
  readonly base: number;
  readonly windows: number;
  /** For which window its signatures are. */
  readonly window: number;
  /** The serial in its file, or of ZONEPIPE_SERIALS: what it answers in the window `base`. */
  readonly first: number;
  /** Whether that of the SOA holds by the zone's keys; stand-ins hold for nobody. */
  readonly signatures: "valid" | "stand-ins" | "invalid";
  /** When that one ends, in seconds since 1970. */
  readonly expires: number;
  /** The last window, with none missing before it, for which a key that is elsewhere has signed its keys; left out where none has. */
  readonly presigned?: number;
}

/**
 * What the records of a zone say of how it was signed here: its policy, and its SOA with signatures; null where it has no policy,
 * and a fault where it is not signed as that says.
 *
 * @param keySignatures the data of the RRSIG records that stand beside its file
 */
export function readSignedZone(
  policies: readonly ZoneRecord[],
  soas: readonly ZoneRecord[],
  keySignatures: () => readonly Octets[],
): SignedZone | { readonly fault: string } | null {
  const record = policies.find(({ type }) => type === SIGNING_POLICY);
  if (record === undefined) return null;
  const policy = parsePolicy(record.rdata);
  if ("fault" in policy) return { fault: `the policy of its signatures cannot be read: ${policy.fault}` };
  const soa = soas.find(({ type }) => type === SOA);
  const signatures = soas.filter(({ type, rdata }) => type === RRSIG && u16(rdata, 0) === SOA);
  const [first] = signatures;
  if (soa === undefined || first === undefined) return { fault: "it has a policy and no signature" };
  const { counter, base, windows, keys } = policy;
  const window = windowOf(u32(first.rdata, INCEPTION) + INCEPTION_MARGIN);
  const signers = keys.filter(({ signs }) => signs === "all" || signs === "zone");
  const verdicts = signatures.map(({ rdata }) => judge(soa, rdata, signers));
  return {
    ...{ counter, base, windows, window },
    first: (u32(soa.rdata, soa.rdata.length - SERIAL_AND_TIMERS) - (window - base)) >>> 0,
    signatures: verdicts.find((verdict) => verdict !== "valid") ?? "valid",
    expires: Math.min(...signatures.map(({ rdata }) => u32(rdata, EXPIRATION))),
    ...presignedUntil(keys, keySignatures(), window),
  };
}

/** One week less than the one that is answered where none of this one is there. */
function presignedUntil(
  keys: readonly PolicyKey[],
  rrsigs: readonly Octets[],
  window: number,
): Pick<SignedZone, "presigned"> {
  const made = keySignaturesOf(rrsigs);
  const own = keys.filter((key) => key.signs === "keys" && windowsOf(made, key).size > 0);
  if (own.length === 0) return {};
  return { presigned: Math.min(...own.map((key) => lastSigned(made, key, window) ?? window - 1)) };
}

// Of an RRSIG (RFC 4034 §3.1), and the end of an SOA (RFC 1035 §3.3.13).
const ALGORITHM = 2;
const ORIGINAL_TTL = 4;
const EXPIRATION = 8;
const INCEPTION = 12;
const SIGNER = 18;
const SERIAL_AND_TIMERS = 20;

function judge(soa: ZoneRecord, rrsig: string, keys: readonly PolicyKey[]): SignedZone["signatures"] {
  const owner = keyOf(soa.owner);
  const header = rrsig.slice(0, SIGNER) + owner; // a zone signs itself
  const signature = rrsig.slice(header.length);
  const data = canonicalRdata(SOA, soa.rdata);
  const head = `\0\x06\0\x01${rrsig.slice(ORIGINAL_TTL, ORIGINAL_TTL + 4)}`;
  const length = String.fromCharCode(data.length >> 8, data.length & 0xff);
  const signed = Buffer.from(`${header}${owner}${head}${length}${data}`, "latin1");
  let verdict: SignedZone["signatures"] = "invalid";
  for (const key of keys) {
    if (key.algorithm !== rrsig.charCodeAt(ALGORITHM)) continue;
    if (isSignatureOf(key, signed, signature)) return "valid";
    if (shapeSign(key)(signed) === signature) verdict = "stand-ins";
  }
  return verdict;
}

function u16(octets: string, at: number): number {
  return (octets.charCodeAt(at) << 8) | octets.charCodeAt(at + 1);
}

function u32(octets: string, at: number): number {
  return ((u16(octets, at) << 16) | u16(octets, at + 2)) >>> 0;
}
