import type { Name } from "../../dns/name.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Item } from "./item.ts";
import type { Lifetime } from "./mixture.ts";

/** An item of records that are compared by their data. */
export function recordItem(
  key: string,
  owner: Name,
  type: number,
  before: readonly ZoneRecord[],
  after: readonly ZoneRecord[],
  life: Lifetime,
): Item<readonly ZoneRecord[]> {
  const data = new Set(before.map(({ rdata }) => rdata));
  const isSame = data.size === after.length && after.every(({ rdata }) => data.has(rdata));
  return { key, owner, type, before, after, isSame, life };
}
