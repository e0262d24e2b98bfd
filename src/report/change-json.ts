import { printName } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { RrsetChange } from "../plan/changes.ts";

/** What happens to one RRset as plain data for programs: its absolute name, and the values that come and go. */
export function changeToJson({ owner, type, kind, ttl, removed, added }: RrsetChange<Written>): object {
  const asValue = (record: ZoneRecord) => ({
    ttl: record.ttl,
    value: codecOf(record.type).print(record.rdata),
  });
  return {
    name: printName(owner),
    type: typeName(type),
    kind,
    ...(ttl === undefined ? {} : { ttl }),
    removed: removed.map(asValue),
    added: added.map((record) => ({ ...asValue(record), ...(record.at !== undefined && { at: record.at }) })),
  };
}

/** A record, and where it is written; what is published is written nowhere. */
type Written = ZoneRecord & { readonly at?: Position };
