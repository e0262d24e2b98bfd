import { flatten } from "../../dns/flat-records.ts";
import { keySignaturesOf, lastSigned, presignedBy, windowsOf } from "../../dns/signing/key-signatures.ts";
import { inWindow, type KeysToSign, keysToSign } from "../../dns/signing/keys-to-sign.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { whyUnsignable } from "../../dns/signing/unsignable.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import { policyIn } from "./policy.ts";

/** What keys that sign nothing but keys have to sign of a zone, so that they need not be on its machines. */
export interface KeySigning {
  readonly policy: SigningPolicy;
  /** Those keys; none: the zone has no such key. */
  readonly keys: readonly PolicyKey[];
  /** What a key has to sign for a window: the DNSKEY RRset, and CDS and CDNSKEY where they are. */
  readonly ofKey: (key: PolicyKey, window: number) => readonly KeysToSign[];
}

/** Undefined where the zone is not signed by our nameservers, or cannot be. */
export function keySigningOf(zone: Zone): KeySigning | undefined {
  const { origin } = zone;
  const policy = policyIn(zone);
  if (policy === undefined) return undefined;
  const records = flatten(zone.records);
  if (whyUnsignable(origin, records, policy) !== undefined) return undefined;
  const all = keysToSign({ origin: Buffer.from(origin, "latin1"), records, policy, window: policy.base });
  return {
    policy,
    keys: policy.keys.filter(({ signs }) => signs === "keys"),
    ofKey: (key, window) => all.filter((each) => each.key === key).map((each) => inWindow(each, window)),
  };
}

/** Signs with whatever has the key. */
export type SignWithKey = (key: PolicyKey, data: Uint8Array) => Octets;

/** Makes the RRSIG data of a key for a window. */
export function signKeys(
  { ofKey }: KeySigning,
  key: PolicyKey,
  window: number,
  sign: SignWithKey,
): readonly Octets[] {
  return ofKey(key, window).map(({ data }) => octetsOf(data, 0, headLength(data)) + sign(key, data));
}

/** Of these RRSIG data those that hold for what is to be signed, in order, and how many do not. */
export function judgeKeySignatures(
  signing: KeySigning,
  rrsigs: readonly Octets[],
): { readonly good: readonly KeptSignature[]; readonly stale: number } {
  const made = keySignaturesOf(rrsigs);
  const good = new Map<Octets, KeptSignature>();
  for (const key of signing.keys) {
    for (const window of [...windowsOf(made, key)].sort((a, b) => a - b)) {
      const sign = presignedBy(key, made);
      for (const { data } of signing.ofKey(key, window)) {
        const signature = orNone(() => sign(data));
        if (signature === undefined) continue;
        const rdata = octetsOf(data, 0, headLength(data)) + signature;
        good.set(rdata, { key, window, rdata });
      }
    }
  }
  return { good: [...good.values()], stale: new Set(rrsigs).size - good.size };
}

/** A signature that was made beforehand and holds. */
export interface KeptSignature {
  readonly key: PolicyKey;
  readonly window: number;
  /** Of the RRSIG record. */
  readonly rdata: Octets;
}

/** For each key of a zone that has signed its keys beforehand the last window, with none left out before it; undefined where it has not for this one. */
export function signedUntil(
  policy: SigningPolicy,
  rrsigs: readonly Octets[],
  from: number,
): readonly { readonly key: PolicyKey; readonly last: number | undefined }[] {
  const made = keySignaturesOf(rrsigs);
  return policy.keys
    .filter((key) => key.signs === "keys" && windowsOf(made, key).size > 0)
    .map((key) => ({ key, last: lastSigned(made, key, Math.max(from, policy.base)) }));
}

function orNone(sign: () => Octets): Octets | undefined {
  try {
    return sign();
  } catch {
    return undefined; // none, or one that does not hold
  }
}

/** Where the records begin, behind the head of the RRSIG (RFC 4034 §3.1.8.1). */
function headLength(data: Uint8Array): number {
  let at = SIGNER;
  while (data[at] !== 0) at += 1 + data[at]!;
  return at + 1;
}

const SIGNER = 18; // RFC 4034 §3.1
