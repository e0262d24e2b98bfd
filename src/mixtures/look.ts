import { keyOf, type Name } from "../../dns/name.ts";
import { A, AAAA, CNAME } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { type Hop, hopOf } from "./hop.ts";
import type { Item, Outcome, Pick } from "./item.ts";
import type { Sides } from "./sides.ts";

/** What a resolver with one cache finds, aliases followed. */
export type Found =
  | { readonly kind: "records"; readonly records: readonly ZoneRecord[] }
  | { readonly kind: "none" }
  | { readonly kind: "outside" };

/** Looks things up through one cache. */
export interface Look {
  readonly pick: Pick;
  /** The records at a name, whatever they say. */
  readonly records: (name: Name, type: number) => Found;
  /** Whether there are any; what they say makes no difference. */
  readonly presence: (name: Name, type: number) => Found["kind"];
}

/** Makes the item of a name and type. Asking again for the same one costs nothing. */
export type ItemOf = (name: Name, type: number, isPresence: boolean) => Item<Hop>;

/** Longer chains are loops, or nothing that resolvers follow. */
const MOST_LINKS = 16;

/** Looks up by way of the items of both sides. */
export function lookThrough(pick: Pick, itemOf: ItemOf): Look {
  const follow = (name: Name, type: number, isPresence: boolean): Found => {
    let at = name;
    for (let links = 0; links < MOST_LINKS; links++) {
      const hop = pick(itemOf(at, type, isPresence));
      if (hop.kind !== "alias") return hop;
      at = hop.target;
    }
    return { kind: "none" };
  };
  return {
    pick,
    records: (name, type) => follow(name, type, false),
    presence: (name, type) => follow(name, type, true).kind,
  };
}

/** The items of two sides. */
export function itemsOf({ before, after, isTouched }: Sides): ItemOf {
  const known = new Map<string, Item<Hop>>();
  return (name, type, isPresence) => {
    const owner = keyOf(name);
    const asked = `${owner}${type}${isPresence ? "?" : ""}`;
    const made = known.get(asked) ?? make(owner, type, isPresence);
    known.set(asked, made);
    return made;
  };

  function make(owner: Name, type: number, isPresence: boolean): Item<Hop> {
    const now = hopOf(after, owner, type);
    const old = isTouched(owner) ? hopOf(before, owner, type) : now;
    return {
      // An alias stands for every type, so whoever holds one has no answer of another type beside it.
      key: old.kind === "alias" ? `${owner}alias` : `${owner}${type}`,
      owner,
      type: old.kind === "alias" ? CNAME : type,
      before: old,
      after: now,
      isSame: old === now || isSame(old, now, isPresence),
      life: old.kind === "outside" ? "unknown" : old.life,
      ...(old.kind === "none" && { isWideDenial: old.isWide }),
    };
  }
}

function isSame(old: Hop, now: Hop, isPresence: boolean): boolean {
  if (old.kind === "alias") return now.kind === "alias" && keyOf(old.target) === keyOf(now.target);
  if (old.kind === "records" && now.kind === "records")
    return isPresence || haveSameData(old.records, now.records);
  return old.kind === now.kind;
}

function haveSameData(a: readonly ZoneRecord[], b: readonly ZoneRecord[]): boolean {
  const data = new Set(a.map(({ rdata }) => rdata));
  return data.size === new Set(b.map(({ rdata }) => rdata)).size && b.every(({ rdata }) => data.has(rdata));
}

/** One of the types is there at one of the names. What is said to be missing are the names. */
export function anyOf(look: Look, names: readonly Name[], types: readonly number[] = ADDRESSES): Outcome {
  let isUndecided = false;
  for (const name of names) {
    for (const type of types) {
      const found = look.presence(name, type);
      if (found === "records") return WORKS;
      if (found === "outside") isUndecided = true;
    }
  }
  return isUndecided ? UNDECIDED : { verdict: "fails", missing: names };
}

/** The types of addresses: either is enough to reach a host. */
export const ADDRESSES: readonly number[] = [A, AAAA];

/** It comes out well. */
export const WORKS: Outcome = { verdict: "works", missing: [] };
/** Others have the answer. */
export const UNDECIDED: Outcome = { verdict: "undecided", missing: [] };
