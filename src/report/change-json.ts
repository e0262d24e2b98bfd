import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import type { RrsetChange, TtlChange } from "../plan/changes.ts";
import type { RemovedZone } from "../plan/plan.ts";
import type { PlacedRecord } from "../source/source-zone.ts";

/** What happens to one RRset as plain data for programs: its absolute name, and the values that come and go. */
export function changeToJson({ owner, type, kind, ttl, removed, added }: RrsetChange): object {
  return {
    name: printName(owner),
    type: typeName(type),
    kind,
    ...(ttl === undefined ? {} : { ttl: ttlToJson(ttl) }),
    removed: removed.map(asValue),
    added: added.map(asValue),
  };
}

function ttlToJson({ isOfKept: _, ...ttl }: TtlChange): object {
  return ttl;
}

/** A zone that goes; `records` is null where not all of them could be read. */
export function removedToJson({ origin, records, file }: RemovedZone): object {
  return { zone: printName(origin), records: records ?? null, ...(file !== undefined && { file }) };
}

/** A value, and where it is or was written; what a nameserver showed is written nowhere. */
function asValue({ ttl, type, rdata, at, madeFrom, remarks }: PlacedRecord): object {
  return {
    ttl,
    value: codecOf(type).print(rdata),
    ...(at !== undefined && { at }),
    ...(remarks?.owner !== undefined && { owner: remarks.owner }),
    ...(madeFrom && { madeFrom: `${printName(madeFrom.owner)} ${typeName(madeFrom.type)}` }),
  };
}
