import { type Name, ROOT } from "../../dns/name.ts";
import { recordTypeOf } from "../../dns/records/index.ts";
import type { ZoneRecord } from "../../dns/zone.ts";

/** Types whose names say something about the record itself, or of a mailbox, and lead nobody on. */
const NO_TARGETS: ReadonlySet<string> = new Set([
  ...["SOA", "NSEC", "RRSIG", "NXT", "SIG", "TALINK"],
  ...["RP", "MG", "MR", "MINFO", "PX"],
]);

/** The names that a record sends its readers to: the target of a CNAME, NS, MX, SRV, SVCB, PTR, … */
export function targetsOf({ type, rdata }: ZoneRecord): Name[] {
  const codec = recordTypeOf(type);
  if (codec === undefined || NO_TARGETS.has(codec.type)) return [];
  const names = codec.names.filter((field) => codec.fields[field]!.extent === "name");
  if (names.length === 0) return [];
  const values = codec.read(rdata);
  return names.map((field) => values[field] as Name).filter((name) => name !== ROOT); // a field of this extent is a name
}
