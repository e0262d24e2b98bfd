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

/** Which signatures over keys hold. */
export interface JudgedKeySignatures {
  /** In order. */
  readonly good: readonly KeptSignature[];
  /** By key: windows for which it has signed all that it has to sign of the keys as they are. */
  readonly whole: ReadonlyMap<PolicyKey, ReadonlySet<number>>;
}

/** Judges RRSIG data by what is to be signed. */
export function judgeKeySignatures(signing: KeySigning, rrsigs: readonly Octets[]): JudgedKeySignatures {
  const made = keySignaturesOf(rrsigs);
  const good = new Map<Octets, KeptSignature>();
  const whole = new Map<PolicyKey, Set<number>>();
  for (const key of signing.keys) {
    const windows = new Set<number>();
    whole.set(key, windows);
    for (const window of [...windowsOf(made, key)].sort((a, b) => a - b)) {
      const sign = presignedBy(key, made);
      windows.add(window);
      for (const { data } of signing.ofKey(key, window)) {
        const signature = orNone(() => sign(data));
        if (signature === undefined) {
          windows.delete(window);
          continue;
        }
        const rdata = octetsOf(data, 0, headLength(data)) + signature;
        good.set(rdata, { key, window, rdata });
      }
    }
  }
  return { good: [...good.values()], whole };
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

/** The same as `signedUntil` by signatures that hold for the keys as they are: some may be for those of before, or to come. */
export function signedForSure(
  signing: KeySigning,
  rrsigs: readonly Octets[],
  from: number,
): readonly { readonly key: PolicyKey; readonly last: number | undefined }[] {
  const made = keySignaturesOf(rrsigs);
  const { whole } = judgeKeySignatures(signing, rrsigs);
  return signing.keys
    .filter((key) => windowsOf(made, key).size > 0)
    .map((key) => {
      const windows = whole.get(key)!; // it has one for each key
      let last: number | undefined;
      for (let at = Math.max(from, signing.policy.base); windows.has(at); at++) last = at;
      return { key, last };
    });
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
