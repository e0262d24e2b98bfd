import { ALIAS } from "../../dns/alias-type.ts";
import type { Name } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { A, AAAA, MX, TXT } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { followAliases, isWhole } from "./answer.ts";
import type { Outside } from "./outside.ts";
import type { SpfAnswer, SpfLookup } from "./spf-cost.ts";
import { recordsAt, type Zones } from "./zone-index.ts";

/** Why names of others were not looked up. */
export const NOT_FOLLOWED = "names outside of these zones were not looked up; --resolve asks for them";

/** What our zones have at a domain of a policy, or a resolver where the domain is not ours. */
export function lookUpSpf(
  domain: Name,
  what: Parameters<SpfLookup>[1],
  zones: Zones,
  { resolve }: Outside,
): SpfAnswer {
  const types = TYPES[what];
  const { name, answer } = followAliases(domain, zones);
  if (answer.kind === "nothing") return seen([]);
  if (answer.kind === "records") {
    const ours = what === "addresses" ? [...types, ALIAS] : types;
    const records = ours.flatMap((type) => recordsAt(answer.node, type));
    return records.length > 0 || isWhole(name, answer.zone)
      ? seen(records)
      : { kind: "unseen", reason: PARTLY_READ };
  }
  if (resolve === undefined) return { kind: "unseen", reason: NOT_FOLLOWED };
  for (const type of types) {
    const resolved = resolve(name, type);
    if (resolved.kind === "unknown") return { kind: "unseen", reason: resolved.reason };
    // Addresses of one family are enough to know that the host is there.
    if (resolved.kind === "records") return seen(resolved.records);
  }
  return seen([]);
}

const PARTLY_READ = "a part of the zones could not be read";

const TYPES = { texts: [TXT], addresses: [A, AAAA], exchanges: [MX] } as const;

function seen(records: readonly ZoneRecord[]): SpfAnswer {
  const texts = records.filter(({ type }) => type === TXT).map(({ rdata }) => textOf(rdata));
  return { kind: "seen", count: records.length, texts };
}
