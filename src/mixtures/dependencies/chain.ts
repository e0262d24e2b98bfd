import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { SigningPolicy } from "../../../dns/signing/policy.ts";
import { DNSKEY, DS, RRSIG } from "../../../dns/type-numbers.ts";
import type { Zone } from "../../../dns/zone.ts";
import { judgeHeld, type SignedBy } from "../../dnssec/chain-of-trust.ts";
import { greatestTtl } from "../../dnssec/greatest-ttl.ts";
import { policyIn } from "../../dnssec/policy.ts";
import { nodeAt, type ZoneModel } from "../../verify/zone-model.ts";
import type { Dependency, Dependent } from "../dependency.ts";
import type { Item, Outcome } from "../item.ts";
import { WORKS } from "../look.ts";
import type { RemedyStep } from "../mixture.ts";
import { recordItem } from "../record-item.ts";
import { forSpan } from "../words.ts";

/**
 * The chain of trust into a zone that our nameservers sign, before or after, and whose DS stands in a zone of ours: DS, keys and signatures
 * are three things that a validator may hold of different times, and `judgeHeld` says of each three what comes of them. Undefined
 * where others sign the zone. Where the parent is another's, there is no DS here, and `judgeKeyChange` goes by what that shows.
 */
export function chainOf(
  { zone, owner, type, before, after }: Dependent,
  old: ZoneModel,
  now: ZoneModel,
): Dependency | undefined {
  const [was, is] = [policyIn(apexOf(old)), policyIn(apexOf(now))];
  if (was === undefined && is === undefined) return undefined;
  if (isSignedByOthers(old, was) || isSignedByOthers(now, is)) return undefined;
  const longest = greatestTtl([...old.nodes.values()].flatMap(({ rrsets }) => [...rrsets.values()].flat()));
  const isSame = JSON.stringify(was?.keys) === JSON.stringify(is?.keys);
  const ds = recordItem(`${keyOf(owner)}${DS}`, owner, DS, before, after, before[0]?.ttl ?? 0);
  const part = { owner, before: was, after: is, isSame };
  const keys: Item<SignedBy> = {
    ...part,
    key: `${keyOf(owner)}${DNSKEY}`,
    type: DNSKEY,
    life: was?.ttl ?? old.negativeSoa.soa.ttl,
  };
  const data: Item<SignedBy> = { ...part, key: `${keyOf(owner)} signatures`, type: RRSIG, life: longest };
  const lasting = Math.max(was?.ttl ?? 0, longest);
  return {
    kind: "keys",
    zone,
    owner,
    type,
    evaluate: (pick): Outcome => {
      const wanted = pick(ds).map(({ rdata }) => rdata);
      if (wanted.length === 0) return WORKS;
      const verdict = judgeHeld(keyOf(owner), { ds: wanted, keys: pick(keys), data: pick(data) });
      return typeof verdict === "string" ? WORKS : { verdict: "fails", missing: [keyOf(owner)] };
    },
    isDanger: () => true,
    words: {
      who: ["validators", "find"],
      by: "DS",
      own: ds.key,
      told: ({ until }) => {
        const { order, remedy } = inOrder(owner, was, is, lasting, before[0]?.ttl ?? 0);
        const what = `${forSpan(until)} validators may hold a DS, keys and signatures of ${printName(owner)} that do not fit`;
        return { message: `${what}: ${order}`, remedy };
      },
    },
  };
}

/** The records at the apex, as a zone. */
export function apexOf(model: ZoneModel): Zone {
  const { rrsets = new Map<number, readonly Zone["records"][number][]>() } =
    nodeAt(model, model.origin) ?? {};
  return { origin: model.origin, records: [...rrsets.values()].flat() };
}

function isSignedByOthers(model: ZoneModel, policy: SigningPolicy | undefined): boolean {
  return policy === undefined && apexOf(model).records.some(({ type }) => type === DNSKEY);
}

/** In which order the DS and the keys change so that nothing fails (RFC 6781 §4.1.2, §4.3). */
function inOrder(
  owner: Name,
  was: SignedBy,
  is: SignedBy,
  lasting: number,
  dsTtl: number,
): { readonly order: string; readonly remedy: readonly RemedyStep[] } {
  const zone = printName(owner);
  if (was === undefined) {
    return {
      order: "sign the zone first, and add its DS when no cache has anything unsigned of it",
      remedy: [
        { after: 0, what: `Sign ${zone}` },
        { after: lasting, what: "Add its DS" },
      ],
    };
  }
  if (is === undefined) {
    return {
      order: "remove the DS first, and end signing when no cache has it",
      remedy: [
        { after: 0, what: `Remove the DS of ${zone}` },
        { after: dsTtl, what: "End signing" },
      ],
    };
  }
  return {
    order:
      "the new key has to sign beside the old before the DS changes, and the old until no cache has its DS",
    remedy: [
      { after: 0, what: `Let the old and the new key sign ${zone} side by side` },
      { after: lasting, what: "Change the DS" },
      { after: dsTtl, what: "Remove the old key" },
    ],
  };
}
