import { isAtOrBelow, isWildcard, type Name, parentOf, ROOT } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { fillCut, fillHandover } from "./fill-cut.ts";
import { fillName, fillRRset, randomTtl, recordOf } from "./fill-name.ts";
import type { Random } from "./random.ts";
import { addLabel } from "./random-name.ts";
import { typeNamed } from "./random-rdata.ts";
import { nameserverOf, type Sketch } from "./sketch.ts";
import type { Targets } from "./targets.ts";

/** Puts records at the names of a sketch. Some of them may not stand together; `keepLoadable` is for that. */
export function fillZone(random: Random, { origin, owners }: Sketch, targets: Targets): ZoneRecord[] {
  const records = fillApex(random, origin, targets);
  for (const { name, role } of owners) {
    switch (role) {
      case "data":
        records.push(...fillName(random, name, targets));
        break;
      case "cname":
        records.push(recordOf(random, name, CNAME, aliasOf(random, name, targets)));
        break;
      case "dname":
        records.push(recordOf(random, name, DNAME, aliasOf(random, name, targets)));
        if (random.chance(0.4)) records.push(...fillName(random, name, targets));
        break;
      case "cut":
        records.push(...fillCut(random, name, targets));
        break;
      case "handover":
        records.push(...fillHandover(random, name, targets));
        break;
      case "nothing":
        break;
      default:
        role satisfies never;
    }
  }
  return records;
}

const CNAME = typeNamed("CNAME");
const DNAME = typeNamed("DNAME");
/** A target that seldom leads straight back: servers give up on loops at different points. */
function aliasOf(random: Random, owner: Name, targets: Targets): Name {
  const target = targets.alias();
  const isLoop = isAtOrBelow(target, isWildcard(owner) ? parentOf(owner) : owner);
  return isLoop && random.chance(0.85) ? targets.foreign() : target;
}

function fillApex(random: Random, origin: Name, targets: Targets): ZoneRecord[] {
  const ns1 = nameserverOf(origin);
  const soa = typeNamed("SOA").write({
    mname: ns1,
    rname: addLabel("hostmaster", origin),
    serial: 1 + random.below(0xffffffff),
    refresh: 86400,
    retry: 7200,
    expire: 3600000,
    minimum: randomTtl(random),
  });
  const apex = [
    recordOf(random, origin, typeNamed("SOA"), soa),
    recordOf(random, origin, typeNamed("NS"), ns1),
    recordOf(random, origin, typeNamed("NS"), targets.foreign()),
    ...fillRRset(random, ns1, typeNamed("A"), targets),
  ];
  if (random.chance(0.3)) apex.push(recordOf(random, origin, typeNamed("NS"), targets.host()));
  if (random.chance(0.6)) apex.push(...fillName(random, origin, targets));
  // At the root it would leave no name for the zone's own nameserver.
  if (origin !== ROOT && random.chance(0.04))
    apex.push(recordOf(random, origin, DNAME, aliasOf(random, origin, targets)));
  return apex;
}
