import {
  childOf,
  isAtOrBelow,
  keyOf,
  labelsOf,
  MAX_NAME_LENGTH,
  type Name,
  printName,
} from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { keyRecords } from "../../../dns/signing/key-records.ts";
import { CDNSKEY, CDS, NS } from "../../../dns/type-numbers.ts";
import type { Zone } from "../../../dns/zone.ts";
import { policyOf } from "../../dnssec/policy.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import type { PlacedKeys } from "./read-keys.ts";

/** What bootstrapping adds, by the folded name of the zone that it goes into, and what stands in its way. */
export interface Bootstrapping {
  readonly records: ReadonlyMap<Name, readonly SourceRecord[]>;
  readonly problems: readonly (Problem & { readonly subject: { readonly zone: Name } })[];
}

/**
 * A parent that sees a zone's first CDS cannot validate them, for there is no DS yet. So they stand once more in the zone of
 * each nameserver, signed by its keys, which the parent can validate (RFC 9615 §4.1): under `_dsboot.ZONE._signal.NAMESERVER`.
 *
 * @param asking the zones whose keys ask for it
 * @param origins all zones that are ours
 */
export function bootstrapRecords(
  asking: readonly Zone[],
  origins: readonly Name[],
  keys: ReadonlyMap<Name, PlacedKeys>,
): Bootstrapping {
  const records = new Map<Name, SourceRecord[]>();
  const problems: Bootstrapping["problems"][number][] = [];
  for (const zone of asking) {
    const { keys: own, at } = keys.get(keyOf(zone.origin))!; // they ask for it
    const made = keyRecords(zone.origin, 0, policyOf(own)).filter(
      ({ type }) => own.cds === "keys" && (type === CDS || type === CDNSKEY),
    );
    for (const nameserver of nameserversOf(zone)) {
      const host = signalingZone(nameserver, zone.origin, origins);
      if (host === undefined) continue;
      const owner = signalingName(zone.origin, nameserver);
      const fault =
        keys.get(host) === undefined
          ? `${printName(host)}, the zone of ${printName(nameserver)}, is not signed here`
          : owner === undefined
            ? `the name that it would stand under at ${printName(nameserver)} is too long`
            : undefined;
      if (fault !== undefined) {
        problems.push({
          ...at,
          ...WARNING,
          message: `Bootstrapping has no effect: ${fault}`,
          subject: { zone: zone.origin },
        });
        continue;
      }
      const added = records.get(host) ?? [];
      records.set(host, added);
      added.push(...made.map((record) => ({ ...record, owner: owner!, at, nameAt: at }))); // a fault has gone
    }
  }
  return { records, problems };
}

const WARNING = {
  rule: "keys-bootstrap",
  severity: "warning",
  help: "Sign the zone of the nameserver first, or leave `bootstrap` out and type the DS at the registrar.",
  source: "RFC 9615 §4.1",
} as const;

function nameserversOf({ origin, records }: Zone): Set<Name> {
  const apex = keyOf(origin);
  const ours = records.filter(({ type, owner }) => type === NS && keyOf(owner) === apex);
  return new Set(ours.map(({ rdata }) => keyOf(rdata as Name))); // the data of NS are one name
}

/** The zone of ours that the nameserver lies in; a nameserver below the zone itself proves nothing of it. */
function signalingZone(nameserver: Name, zone: Name, origins: readonly Name[]): Name | undefined {
  if (isAtOrBelow(nameserver, keyOf(zone))) return undefined;
  return origins
    .map(keyOf)
    .filter((origin) => isAtOrBelow(nameserver, origin))
    .sort((a, b) => b.length - a.length)[0];
}

/** Undefined where it is too long (RFC 9615 §3.2). */
function signalingName(zone: Name, nameserver: Name): Name | undefined {
  const labels = ["_dsboot", ...labelsOf(keyOf(zone)), "_signal"];
  const length = nameserver.length + labels.reduce((sum, label) => sum + 1 + label.length, 0);
  if (length > MAX_NAME_LENGTH) return undefined;
  return labels.reduceRight<Name>((name, label) => childOf(label, name), nameserver);
}
