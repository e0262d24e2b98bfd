import { keyOf, type Name } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import { span } from "../../../dns/span.ts";
import { CNAME, NS, SOA } from "../../../dns/type-numbers.ts";
import type { PlacedRecord } from "../../source/source-zone.ts";
import type { RrsetChange } from "../changes.ts";
import type { ZonePlan } from "../plan.ts";
import type { Said } from "./effect.ts";
import type { NameSpace } from "./name-space.ts";

/** A TTL above it is worth lowering before a change: an hour is what most people wait. In seconds. */
const LONG_TTL = 3_600;

/**
 * How long resolvers go on with what they have. The result judges the changes of one zone.
 *
 * @param before the names of the zone as it is published
 */
export function cachesOf(zone: ZonePlan, before: () => NameSpace): (change: RrsetChange) => Said[] {
  const { negativeTtl, changes = [] } = zone;
  const aliases = new Map<Name, number>(); // a CNAME answered for every type (RFC 1034 §3.6.2)
  const gone = new Set<Name>();
  for (const { kind, type, owner, removed } of changes) {
    if (kind !== "removed") continue;
    gone.add(keyOf(owner));
    if (type === CNAME) aliases.set(keyOf(owner), removed[0]!.ttl);
  }
  return (change) => {
    if (change.type === SOA) return soaCaches(change, negativeTtl);
    if (change.kind === "added") return addedCaches(change);
    return change.added.length + change.removed.length === 0 ? ttlCaches(change) : changedCaches(change);
  };

  function addedCaches({ owner, type }: RrsetChange): Said[] {
    const key = keyOf(owner);
    const aliasTtl = aliases.get(key);
    if (aliasTtl !== undefined) return oldAnswer(aliasTtl);
    const takesAll = type === CNAME || type === NS; // what it leads to answers for every type
    if (takesAll && gone.has(key)) return []; // told with each type that it takes the place of
    const answerer = before().answererOf(key);
    switch (answerer.kind) {
      case "elsewhere":
        return []; // glue: who asked for the name itself asked the child
      case "wildcard": {
        const ttls = before().wildcardTtls(answerer.wildcard);
        const ttl = takesAll ? Math.max(0, ...ttls.values()) : (ttls.get(type) ?? ttls.get(CNAME));
        if (ttl !== undefined) return oldAnswer(ttl);
        return notThere("that it does not exist", negativeTtl);
      }
      case "itself":
      case "nothing":
        return notThere(
          key.startsWith("\x01*") ? "that names below do not exist" : "that it does not exist",
          negativeTtl,
        );
      default:
        return answerer satisfies never;
    }
  }
}

function oldAnswer(ttl: number): Said[] {
  return ttl > 0 ? [{ kind: "cached", message: `Resolvers may keep the old answer for ${span(ttl)}` }] : [];
}

function notThere(what: string, negativeTtl = 0): Said[] {
  if (negativeTtl === 0) return [];
  return [
    { kind: "cached", message: `Resolvers that asked before may say for ${span(negativeTtl)} ${what}` },
  ];
}

function changedCaches({ removed, added, ttl }: RrsetChange): Said[] {
  const oldTtl = ttl?.from ?? removed[0]?.ttl ?? added[0]?.ttl ?? 0; // that of the values that stay, too
  if (oldTtl <= LONG_TTL || removed.length === 0) return oldAnswer(oldTtl);
  const message = `Resolvers may keep the old answer for ${span(oldTtl)}, for its TTL was not lowered first`;
  return [{ kind: "ttl-not-lowered", message }];
}

/** Its values stay, so all that matters is when the next change of them counts everywhere. */
function ttlCaches({ ttl }: RrsetChange): Said[] {
  if (ttl === undefined) return [];
  const { from, to } = ttl;
  const message =
    to < from
      ? `Resolvers may keep it with the old TTL for ${span(from)}: change its value after that`
      : `From now on resolvers may keep it for ${span(to)}, also when it changes`;
  return [{ kind: "cached", message }];
}

/** What the SOA says to resolvers is how long a missing name stays missing (RFC 2308 §5). */
function soaCaches({ added }: RrsetChange, before: number | undefined): Said[] {
  const after = negativeTtlOf(added[0]);
  if (before === undefined || after === undefined || before === after) return [];
  const message = `Resolvers may remember a name that does not exist for ${span(after)}, instead of ${span(before)}`;
  return [{ kind: "cached", message }];
}

function negativeTtlOf(soa: PlacedRecord | undefined): number | undefined {
  const rdata = soa === undefined ? undefined : decode(SOA, soa.rdata);
  return rdata?.type === "SOA" ? Math.min(soa!.ttl, rdata.minimum) : undefined;
}
