import { canonicalRdata } from "../../dns/canonical.ts";
import { isAtOrBelow, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA, CNAME, DNAME, HTTPS, MX, NS, SRV, SVCB } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { targetsOf } from "../lint/targets-of.ts";
import type { Demand, Prefix, RdataDemand, Scope } from "./invariant.ts";
import { isWithin } from "./prefix.ts";
import type { Resolved } from "./resolve.ts";
import { isTypeIn } from "./scope.ts";
import type { Counterexample } from "./violation.ts";

/** What a demand that follows a name to its end has against where that leads; undefined where it holds. */
export type Fault = Omit<Counterexample, "question"> | undefined;

/** Types whose records lead to a host or zone. */
const TARGET_TYPES: readonly number[] = [CNAME, DNAME, MX, NS, SRV, SVCB, HTTPS];

/** Types of addresses. */
export const ADDRESS_TYPES: readonly number[] = [A, AAAA];

/** A demand about where a name leads, which the mixtures of caches can break, too. */
export type ResolvedDemand = Extract<
  Demand,
  { kind: "answered" | "equals" | "contains" | "addresses" | "targets" }
>;

/** Judges where a name and type lead. */
export function judgeResolved(demand: ResolvedDemand, type: number, resolved: Resolved, scope: Scope): Fault {
  switch (demand.kind) {
    case "answered":
      return judgeEnd(type, resolved);
    case "equals":
    case "contains":
      return judgeEnd(type, resolved) ?? judgeRdata(demand, resolved);
    case "addresses":
      return judgeAddresses(demand.only, resolved);
    case "targets":
      return judgeTargets(demand.only, [...resolved.links, ...resolved.last.records], scope);
    default:
      return demand satisfies never;
  }
}

/** There has to be something at the end. */
function judgeEnd(type: number, { end, last, links }: Resolved): Fault {
  const where = links.length === 0 ? "" : ` at its alias's end, ${printName(end)}`;
  if (last.kind === "outside") return openAt(end, links);
  return last.kind === "nothing" ? { what: `has no ${typeName(type)}${where}`, records: links } : undefined;
}

/** Nobody here knows what another zone has. */
export function openAt(end: Name, links: readonly ZoneRecord[]): NonNullable<Fault> {
  return {
    what: `leads to ${printName(end)}, which lies outside of these zones`,
    records: links,
    isOpen: true,
  };
}

function judgeRdata({ kind, type, rdata }: RdataDemand, { last, links }: Resolved): Fault {
  const found = last.records;
  const canonical = (octets: Octets) => canonicalRdata(type, octets);
  const wanted = new Set(rdata.map(canonical));
  const has = new Set(found.map((record) => canonical(record.rdata)));
  const missing = rdata.find((octets) => !has.has(canonical(octets)));
  if (missing !== undefined) {
    const what = `has no ${typeName(type)} ${codecOf(type).print(missing)}`;
    return { what, records: [...found, ...links] };
  }
  const extra =
    kind === "contains" ? undefined : found.find((record) => !wanted.has(canonical(record.rdata)));
  return extra && { what: `has ${printData(extra)} as well`, records: [extra, ...links] };
}

function judgeAddresses(only: readonly Prefix[], { end, last, links }: Resolved): Fault {
  // A name that is given away with its zone is the other zone's; an alias that leads there is ours.
  if (last.kind === "outside") return links.length === 0 ? undefined : openAt(end, links);
  const fault = addressFault(only, last.records);
  return fault && { ...fault, records: [...fault.records, ...links] };
}

/** The first address that lies in none of the networks. */
export function addressFault(only: readonly Prefix[], records: readonly ZoneRecord[]): Fault {
  const wrong = records.find(
    ({ type, rdata }) => ADDRESS_TYPES.includes(type) && !only.some((prefix) => isWithin(rdata, prefix)),
  );
  return (
    wrong && {
      what: `leads to ${codecOf(wrong.type).print(wrong.rdata)}, which is not in ${list(only.map(({ text }) => text))}`,
      records: [wrong],
    }
  );
}

/** The first record with a target below none of the names. What stands for "none" (`.`) is no target. */
function judgeTargets(only: readonly Name[], records: readonly ZoneRecord[], scope: Scope): Fault {
  for (const record of records) {
    if (!isTypeIn(record.type, scope, TARGET_TYPES)) continue;
    const target = targetsOf(record).find((name) => !only.some((top) => isAtOrBelow(name, top)));
    if (target === undefined) continue;
    const what = `has the ${typeName(record.type)} target ${printName(target)}, which is not below ${list(only.map(printName))}`;
    return { what, records: [record, ...records] };
  }
  return undefined;
}

function printData({ type, rdata }: ZoneRecord): string {
  return `${typeName(type)} ${codecOf(type).print(rdata)}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
