import { keyOf, type Name } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { Octets } from "../../dns/wire.ts";

/** What must hold of every answer, as the owner of the zones wrote it down. */
export interface Invariant {
  /** Its own name, which is part of the label that allows a change of it. */
  readonly name: string;
  /** Why it must hold: shown to whoever breaks it. */
  readonly why: string;
  /** Where its name stands. */
  readonly at: Position;
  readonly scope: Scope;
  readonly demand: Demand;
}

/** Which questions an invariant is about: all that fit each list. An empty list sets no bound. */
export interface Scope {
  /** The zone that a name lies in, by key. */
  readonly zones: readonly Name[];
  /** Names at or below one of these, by key. */
  readonly below: readonly Name[];
  readonly types: readonly number[];
}

/** What an invariant demands. */
export type Demand =
  | { readonly kind: "answered"; readonly owner: Name; readonly type: number }
  | RdataDemand
  /** Without a type the name itself must not exist. */
  | { readonly kind: "absent"; readonly owner: Name; readonly type?: number }
  | { readonly kind: "addresses"; readonly only: readonly Prefix[] }
  | { readonly kind: "targets"; readonly only: readonly Name[] }
  | { readonly kind: "mail" | "unchanged" | "owned" }
  | { readonly kind: "wildcards"; readonly only: readonly Name[] }
  /** Seconds; a bound that is not set is 0 or Infinity. */
  | { readonly kind: "ttl"; readonly min: number; readonly max: number };

/** The data that a name and type must have: exactly these, or these among others. */
export interface RdataDemand {
  readonly kind: "equals" | "contains";
  readonly owner: Name;
  readonly type: number;
  /** In wire form. */
  readonly rdata: readonly Octets[];
}

/** What invariants can demand. */
export type InvariantKind = Demand["kind"];

/** A network: the addresses that begin with the same bits. */
export interface Prefix {
  /** As text, for messages: `192.0.2.0/24`. */
  readonly text: string;
  /** The address in 4 or 16 octets. */
  readonly network: Octets;
  /** Bits that count. */
  readonly length: number;
}

/** Two invariants demand the same of the same questions. Their reasons may differ, and so may the order of lists. */
export function isSameDemand(a: Invariant, b: Invariant): boolean {
  return meaningOf(a) === meaningOf(b);
}

function meaningOf({ scope, demand }: Invariant): string {
  return JSON.stringify([sorted(scope), sorted(demand)]);
}

/** Keys and lists in one order, names as keys, texts that only messages need left out. Of numbers JSON writes Infinity alone as null. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(sorted(each))).sort();
  const entries = Object.entries(value).filter(([key]) => key !== "text");
  return entries
    .map(([key, each]) => [key, key === "owner" ? keyOf(each as Name) : sorted(each)]) // owners are names
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
