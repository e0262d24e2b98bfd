import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import type { RrsetChange, TtlChange } from "../plan/changes.ts";
import type { RemovedZone } from "../plan/plan.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import { addressesNow, type TargetsNow } from "./target-wording.ts";

/**
 * What happens to one RRset as plain data for programs: its absolute name, and the values that come and go.
 *
 * @param targets what was looked up of targets of ALIAS
 */
export function changeToJson(
  { owner, type, kind, ttl, removed, added }: RrsetChange,
  targets?: TargetsNow,
): object {
  return {
    name: printName(owner),
    type: typeName(type),
    kind,
    ...(ttl === undefined ? {} : { ttl: ttlToJson(ttl) }),
    removed: removed.map((record) => asValue(record)),
    added: added.map((record) => asValue(record, addressesNow(record, targets))),
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
function asValue({ ttl, type, rdata, at, madeFrom, remarks }: PlacedRecord, now?: readonly string[]): object {
  const value = codecOf(type).print(rdata);
  // There may be very many, and most have no more than this.
  if (at !== undefined && remarks === undefined && now === undefined && madeFrom === undefined)
    return { ttl, value, at };
  return {
    ttl,
    value,
    ...(at !== undefined && { at }),
    ...(remarks?.owner !== undefined && { owner: remarks.owner }),
    ...(now !== undefined && { now }),
    ...(madeFrom && { madeFrom: `${printName(madeFrom.owner)} ${typeName(madeFrom.type)}` }),
  };
}
