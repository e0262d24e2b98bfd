import { fitsKey, keyTag } from "../../../dns/key-digest.ts";
import { keyOf, printName } from "../../../dns/name.ts";
import { DNSKEY, DS, RRSIG } from "../../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import { keysAtApex } from "../../dnssec/keys-at-apex.ts";
import type { ZoneModel } from "../../verify/zone-model.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import type { Failure, Item, Outcome } from "../item.ts";
import { WORKS } from "../look.ts";
import { recordItem } from "../record-item.ts";
import { forSpan } from "../words.ts";
import { apexOf, chainOf } from "./chain.ts";

/** The chain of trust: one of the DS at the parent fits a key of the child (RFC 4035 §5.2). Both zones have to be ours. */
export function keysOf(dependent: Dependent, { sides }: Ground): Dependency[] {
  const { zone, owner, type, before, after } = dependent;
  const child = {
    before: sides.before.models.get(keyOf(owner)),
    after: sides.after.models.get(keyOf(owner)),
  };
  if (child.before === undefined || child.after === undefined) return [];
  const signed = chainOf(dependent, child.before, child.after);
  if (signed !== undefined) return [signed];
  const ds = recordItem(`${keyOf(owner)}${DS}`, owner, DS, before, after, before[0]?.ttl ?? 0);
  const old = keysAt(child.before);
  const keys = recordItem(
    `${keyOf(owner)}${DNSKEY}`,
    owner,
    DNSKEY,
    old,
    keysAt(child.after),
    old[0]?.ttl ?? child.before.negativeSoa.soa.ttl,
  );
  return [
    {
      kind: "keys",
      zone,
      owner,
      type,
      evaluate: (pick): Outcome => {
        const wanted = pick(ds);
        if (wanted.length === 0) return WORKS;
        const has = pick(keys);
        const fits = wanted.some((one) => has.some((key) => fitsKey(one, key)));
        return fits ? WORKS : { verdict: "fails", missing: [keyOf(owner)] };
      },
      isDanger: () => true,
      words: {
        who: ["validators", "find"],
        by: "DS",
        own: ds.key,
        told: ({ until }) => ({
          message: `${forSpan(until)} validators may hold a DS and keys of ${printName(owner)} that do not fit: the new key has to stand beside the old before the DS changes, and the old until then`,
          remedy: [
            { after: 0, what: `Let the old and the new keys of ${printName(owner)} stand side by side` },
            { after: keys.life, what: "Change the DS" },
            { after: ds.life, what: "Remove the old keys" },
          ],
        }),
      },
    },
  ];
}

/**
 * The signatures of a zone: each RRset has one that a key of the zone made (RFC 4035 §5.3.1), old or new. Of zones that our nameservers
 * sign `judgeKeyChange` says it, which knows what the parent shows, and when.
 */
export function signaturesOf(
  { zone, owner, type, models, before, after }: Dependent,
  _: Ground,
): Dependency[] {
  const { before: old, after: now } = models;
  if (old === undefined || now === undefined) return [];
  if (before.length === 0 || after.length === 0) return []; // by the DS alone it is decided whether anybody validates
  const key = `${keyOf(owner)}${DNSKEY}`;
  const keys = recordItem(key, owner, DNSKEY, before, after, before[0]!.ttl);
  return [
    {
      kind: "signatures",
      zone,
      owner,
      type,
      evaluate: () => WORKS,
      failures: (): Failure[] => {
        if (keys.isSame) return [];
        if (longestWithout(old, before) >= 0 || longestWithout(now, after) >= 0) return []; // broken already
        const signed: Item<undefined> = {
          key: `${keyOf(owner)} signatures`,
          owner,
          type: RRSIG,
          before: undefined,
          after: undefined,
          isSame: false,
          life: 0,
        };
        const failures: Failure[] = [];
        const oldSignatures = longestWithout(old, after);
        if (oldSignatures >= 0)
          failures.push({ held: [signed], fresh: [keys], missing: [], until: oldSignatures });
        if (longestWithout(now, before) >= 0)
          failures.push({ held: [keys], fresh: [signed], missing: [], until: keys.life });
        return failures;
      },
      isDanger: () => true,
      words: {
        who: ["validators", "find"],
        by: "DNSKEY",
        own: keys.key,
        told: ({ held, until }) => {
          const isKeyOld = held.includes(keys);
          const zoneName = printName(zone);
          return {
            message: isKeyOld
              ? `${forSpan(until)} validators with the old keys of ${zoneName} can check no new signature: publish the new key that long before it signs (RFC 6781 §4.1.1.1)`
              : `${forSpan(until)} validators with the new keys of ${zoneName} can check no old signature: keep the old key until then`,
            remedy: isKeyOld
              ? [
                  { after: 0, what: "Publish the new key beside the old, signed with the old one" },
                  { after: until, what: "Sign with the new key" },
                ]
              : [
                  { after: 0, what: "Sign with the new key, and keep the old one" },
                  { after: until, what: "Remove the old key" },
                ],
          };
        },
      },
    },
  ];
}

/** The longest TTL of a signed RRset that none of the keys signed; -1 where there is none. */
function longestWithout(model: ZoneModel, keys: readonly ZoneRecord[]): number {
  const tags = new Set(keys.map(({ rdata }) => `${keyTag(rdata)} ${rdata.charCodeAt(3)}`));
  let longest = -1;
  for (const { rrsets, signatures } of model.nodes.values()) {
    for (const [type, made] of signatures) {
      const ttl = rrsets.get(type)?.[0]?.ttl ?? made[0]!.ttl;
      if (ttl > longest && !made.some(({ rdata }) => tags.has(signerOf(rdata)))) longest = ttl;
    }
  }
  return longest;
}

/** Key tag and algorithm of a signature (RFC 4034 §3.1). */
function signerOf(rdata: string): string {
  return `${(rdata.charCodeAt(16) << 8) | rdata.charCodeAt(17)} ${rdata.charCodeAt(2)}`;
}

function keysAt(model: ZoneModel): readonly ZoneRecord[] {
  return keysAtApex(apexOf(model));
}
