import { printName } from "../../dns/name.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import { nameOf, zoneOf } from "../zone-text.ts";

/** The zone whose keys change, and those above it. */
export const YEAR = nameOf("year.example.");
/** See `YEAR`. */
export const PARENT = nameOf("example.");

/** TTL of the zone's records, and of its DNSKEY RRset, in seconds. */
export const TTL = 7_200;
/** TTL of a denial, in seconds. */
export const NEGATIVE_TTL = 1_800;
/** TTL of its DS RRset, in seconds. */
export const DS_TTL = 10_800;

/** The zone under test with the content of this number: a name for every kind of answer. */
export function yearZone(content: number): Zone {
  return zoneOf(
    printName(YEAR),
    `$TTL ${TTL}
@ SOA ns1 hostmaster 1 7200 3600 1209600 ${NEGATIVE_TTL}
@ NS ns1
@ NS ns2
@ NS ns3
ns1 A 192.0.2.1
ns2 A 192.0.2.2
ns3 A 192.0.2.3
www A 192.0.2.${10 + content}
content TXT "${content}"
*.wild A 192.0.2.${60 + content}
a.b.ent A 192.0.2.5
safe NS ns.safe
ns.safe A 192.0.2.7
safe DS 12345 13 2 ${"ab".repeat(32)}
plain NS ns.plain
ns.plain A 192.0.2.8
`,
  );
}

/** The zone above, with these DS of the zone under test: data of the records. */
export function parentZone(ds: readonly Octets[]): Zone {
  const { origin, records } = zoneOf(
    printName(PARENT),
    `$TTL ${TTL}
@ SOA ns hostmaster 1 7200 3600 1209600 ${NEGATIVE_TTL}
@ NS ns
ns A 192.0.2.53
year NS ns1.year
year NS ns2.year
year NS ns3.year
ns1.year A 192.0.2.1
ns2.year A 192.0.2.2
ns3.year A 192.0.2.3
`,
  );
  return { origin, records: [...records, ...ds.map((rdata) => dsRecord(YEAR, rdata))] };
}

/** The root, with the DS of the zone below. */
export function rootZone(ds: Octets): Zone {
  const { origin, records } = zoneOf(
    ".",
    `$TTL ${TTL}
. SOA ns.example. hostmaster.example. 1 7200 3600 1209600 ${NEGATIVE_TTL}
. NS ns.example.
example. NS ns.example.
ns.example. A 192.0.2.53
`,
  );
  return { origin, records: [...records, dsRecord(PARENT, ds)] };
}

function dsRecord(owner: Zone["origin"], rdata: Octets) {
  return { owner, type: 43, ttl: DS_TTL, rdata };
}
