import { keyOf, type Name, ROOT } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import { SRV } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import { anyOf, lookThrough, UNDECIDED, WORKS } from "../look.ts";

/**
 * A service: one of the hosts of its SRV (RFC 2782), or of its SVCB or HTTPS (RFC 9460 §3), has an address. An alias of the
 * latter may lead to others of its type instead (RFC 9460 §2.4.2), and without any the name's own addresses do.
 */
export function serviceOf({ zone, owner, type }: Dependent, { itemOf }: Ground): Dependency[] {
  const item = itemOf(owner, type, false);
  return [
    {
      kind: "service",
      zone,
      owner,
      type,
      evaluate: (pick) => {
        const look = lookThrough(pick, itemOf);
        const found = look.records(owner, type);
        if (found.kind === "outside") return UNDECIDED;
        if (found.kind === "none") return type === SRV ? { verdict: "fails", missing: [] } : WORKS;
        const hosts = found.records.flatMap((record) => hostsOf(record, owner));
        const others = found.records.filter(isAliasForm).flatMap((record) => hostsOf(record, owner));
        if (others.some((name) => look.presence(name, type) === "records")) return WORKS;
        return anyOf(look, hosts);
      },
      isDanger: () => false,
      words: {
        who: [`clients that follow the ${typeName(type)}`, "find"],
        by: typeName(type),
        own: item.key,
      },
    },
  ];
}

/** It has priority 0, so what it leads to may say more (RFC 9460 §2.4.2). */
function isAliasForm({ type, rdata }: ZoneRecord): boolean {
  return type !== SRV && rdata.startsWith("\0\0");
}

/** Where a record sends clients; nowhere where it says that there is no such service. */
function hostsOf({ type, rdata }: ZoneRecord, owner: Name): Name[] {
  const data = decode(type, rdata);
  switch (data.type) {
    case "SRV":
      return data.target === ROOT ? [] : [keyOf(data.target)];
    case "SVCB":
    case "HTTPS":
      if (data.targetname !== ROOT) return [keyOf(data.targetname)];
      return data.svcpriority === 0 ? [] : [keyOf(owner)]; // RFC 9460 §2.5
    default:
      return [];
  }
}
