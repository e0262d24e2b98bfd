import { keyOf, type Name } from "../../dns/name.ts";
import {
  A,
  AAAA,
  CNAME,
  DNAME,
  DNSKEY,
  DS,
  HTTPS,
  MX,
  NS,
  SRV,
  SVCB,
  TLSA,
  TXT,
} from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { targetsOf } from "../lint/targets-of.ts";
import type { ZoneModel } from "../verify/zone-model.ts";
import { addressesOf } from "./dependencies/addresses.ts";
import { aliasOf } from "./dependencies/aliases.ts";
import { certificateOf, isServiceName } from "./dependencies/certificates.ts";
import { delegationOf } from "./dependencies/delegations.ts";
import { keysOf, signaturesOf } from "./dependencies/keys.ts";
import { mailOf } from "./dependencies/mail.ts";
import { redirectionOf } from "./dependencies/redirections.ts";
import { serviceOf } from "./dependencies/services.ts";
import { spfOf, spfTargets } from "./dependencies/spf.ts";
import type { Dependency, Dependent, Ground } from "./dependency.ts";
import { hopOf } from "./hop.ts";
import type { ZonePair } from "./mixture.ts";

/** The dependencies that a change may touch, of all zones. */
export function dependenciesOf(pairs: readonly ZonePair[], ground: Ground): Dependency[] {
  const { sides } = ground;
  const leadsToTouched = touchedByAliases(ground);
  const found: Dependency[] = [];
  for (const pair of pairs) {
    // Of a zone of which nobody knows both sides nothing is decided, and of a new one nobody has asked anything yet.
    if (pair.before === undefined || pair.after === undefined || pair.before.length === 0) continue;
    const models = {
      before: sides.before.models.get(keyOf(pair.origin)),
      after: sides.after.models.get(keyOf(pair.origin)),
    };
    const done = new Map<number, Set<Name>>();
    const visit = (record: ZoneRecord, isOld: boolean) => {
      const { owner, type } = record;
      if (!(type in DEPENDENCIES)) return;
      if (isOld && !sides.isChanged(owner)) return; // the new records have it
      if (type === TXT && !mayBeSpf(record)) return; // most texts are none
      const isAddress = type === A || type === AAAA; // as most records are
      if (isAddress && !sides.isChanged(owner)) return;
      const key = keyOf(owner);
      const before = recordsAt(models.before, key, type);
      const after = recordsAt(models.after, key, type);
      if (isAddress && before.length > 0 && after.length > 0) return; // as in `addressesOf`
      let owners = done.get(type);
      if (owners?.has(key)) return;
      const mayDiffer = sides.isTouched(owner) || type === DNSKEY || targets(record).some(leadsToTouched);
      if (!mayDiffer) return; // the next record of the RRset may
      if (owners === undefined) {
        owners = new Set();
        done.set(type, owners);
      }
      owners.add(key);
      const dependent: Dependent = { zone: pair.origin, owner, type, models, before, after };
      for (const make of DEPENDENCIES[type] ?? []) found.push(...make(dependent, ground));
    };
    for (const record of pair.after) visit(record, false);
    if (pair.isSame !== true) for (const record of pair.before) visit(record, true);
  }
  return found;
}

const DEPENDENCIES: {
  readonly [type: number]: readonly ((dependent: Dependent, ground: Ground) => Dependency[])[];
} = {
  [MX]: [mailOf],
  [TXT]: [spfOf],
  [SRV]: [serviceOf],
  [SVCB]: [serviceOf],
  [HTTPS]: [serviceOf],
  [NS]: [delegationOf],
  [CNAME]: [
    aliasOf,
    (dependent, ground) => (isServiceName(dependent.owner) ? certificateOf(dependent, ground) : []),
  ],
  [DNAME]: [redirectionOf],
  [A]: [addressesOf],
  [AAAA]: [addressesOf],
  [DS]: [keysOf],
  [DNSKEY]: [signaturesOf],
  [TLSA]: [certificateOf],
};

/** The names that a record leads to. */
function targets(record: ZoneRecord): readonly Name[] {
  return record.type === TXT ? spfTargets([record], record.owner) : targetsOf(record);
}

/** The text begins with the letter that a sender policy begins with (RFC 7208 §4.5), in whichever of its strings. */
function mayBeSpf({ rdata }: ZoneRecord): boolean {
  let at = 0;
  while (rdata.charCodeAt(at) === 0) at += 1; // an empty string
  const first = rdata[at + 1];
  return first === "v" || first === "V";
}

function recordsAt(model: ZoneModel | undefined, key: Name, type: number): readonly ZoneRecord[] {
  return model?.nodes.get(key)?.rrsets.get(type) ?? [];
}

/** Whether what a name says may differ, by itself or at the end of its aliases. */
function touchedByAliases({ sides }: Ground): (name: Name) => boolean {
  const known = new Map<Name, boolean>();
  return function leads(name: Name): boolean {
    const key = keyOf(name);
    const told = known.get(key);
    if (told !== undefined) return told;
    known.set(key, false); // a loop leads nowhere
    let result = sides.isTouched(key);
    if (!result) {
      const hop = hopOf(sides.after, key, CNAME);
      const target =
        hop.kind === "alias" ? hop.target : hop.kind === "records" ? hop.records.at(-1)?.rdata : undefined;
      result = target !== undefined && leads(target as Name); // rdata of a CNAME is a name
    }
    known.set(key, result);
    return result;
  };
}
