import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { fillName, recordOf } from "./fill-name.ts";
import type { Random } from "./random.ts";
import { addLabel, randomLabel } from "./random-name.ts";
import { randomRdata, typeNamed } from "./random-rdata.ts";
import { nameserverOf } from "./sketch.ts";
import type { Targets } from "./targets.ts";

/** A delegation: NS with and without glue, perhaps DS, and data at and below the cut that nobody may see. */
export function fillCut(random: Random, cut: Name, targets: Targets): ZoneRecord[] {
  const records: ZoneRecord[] = [];
  const count = random.pick(SERVERS_OF_A_CUT);
  for (let left = count; left > 0; left--) {
    const host = nameserver(random, cut, targets);
    records.push(recordOf(random, cut, NS, host.name));
    for (const type of host.glue)
      records.push(recordOf(random, host.name, type, randomRdata(random, type, targets.host)));
  }
  if (random.chance(0.25)) records.push(recordOf(random, cut, DS, randomRdata(random, DS, targets.host)));
  if (random.chance(0.2)) records.push(...fillName(random, cut, targets));
  if (random.chance(0.4)) {
    for (let left = 1 + random.below(3); left > 0; left--)
      records.push(...fillOccluded(random, cut, targets));
  }
  return records;
}

/** The delegation of a zone that is served as well: its glue has the names that the zone has. */
export function fillHandover(random: Random, cut: Name, targets: Targets): ZoneRecord[] {
  const ns1 = nameserverOf(cut);
  const records = [recordOf(random, cut, NS, ns1)];
  if (random.chance(0.8)) records.push(recordOf(random, ns1, A, randomRdata(random, A, targets.host)));
  if (random.chance(0.5)) records.push(recordOf(random, cut, NS, targets.foreign()));
  if (random.chance(0.4)) records.push(recordOf(random, cut, DS, randomRdata(random, DS, targets.host)));
  return records;
}

const SERVERS_OF_A_CUT = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 9]; // nine do not fit into 512 octets with their glue
const NS = typeNamed("NS");
const DS = typeNamed("DS");
const A = typeNamed("A");
const AAAA = typeNamed("AAAA");

interface Host {
  readonly name: Name;
  readonly glue: readonly (typeof A)[];
}

function nameserver(random: Random, cut: Name, targets: Targets): Host {
  const glue = [A, AAAA].filter((type) => random.chance(type === A ? 0.75 : 0.35));
  return random.weighted<() => Host>([
    [40, () => ({ name: addLabel(`ns${random.below(4)}`, cut), glue })],
    [8, () => ({ name: addLabel(randomLabel(random), addLabel(randomLabel(random), cut)), glue })],
    [8, () => ({ name: cut, glue })],
    [20, () => ({ name: targets.nearby(), glue: [] })],
    [14, () => ({ name: targets.host(), glue: [] })],
    [10, () => ({ name: targets.foreign(), glue: [] })],
  ])();
}

/** Records below the cut that are no glue, among them cuts, aliases and wildcards (RFC 1034 §4.2.1). */
function fillOccluded(random: Random, cut: Name, targets: Targets): ZoneRecord[] {
  const name = addLabel(random.chance(0.2) ? "*" : randomLabel(random), cut);
  return random.weighted<() => ZoneRecord[]>([
    [6, () => fillName(random, name, targets)],
    [2, () => [recordOf(random, name, NS, targets.host())]],
    [1, () => [recordOf(random, name, typeNamed("CNAME"), targets.alias())]],
    [1, () => [recordOf(random, name, typeNamed("DNAME"), targets.alias())]],
  ])();
}
