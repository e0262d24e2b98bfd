import { dsOf, fitsKey } from "../../dns/key-digest.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { DNSKEY } from "../../dns/records/dnskey.ts";
import { codecOf } from "../../dns/records/index.ts";
import { NS } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { DelegationFinding, ParentView, WantedDelegation } from "./delegation.ts";
import { addressesIn } from "./find-parent.ts";

/** What a zone wants of its parent. */
export function wantedOf({ origin, records }: Zone): WantedDelegation {
  const atApex = (type: number) =>
    records.filter((record) => record.type === type && keyOf(record.owner) === keyOf(origin));
  const ns = atApex(NS).map(({ rdata }) => rdata as Name); // rdata of NS is a name
  const inside = ns.filter((name) => isAtOrBelow(keyOf(name), keyOf(origin)));
  return {
    ns,
    glue: inside.flatMap((name) => addressesIn(records, name)),
    ds: dsOf(origin, atApex(DNSKEY.code)),
  };
}

/**
 * Compares what the parent's servers say with what the zone wants. What cuts people off comes first: a DS that fits no
 * key of ours makes every validating resolver answer SERVFAIL for all of the zone.
 */
export function compareDelegation(zone: Zone, views: readonly ParentView[]): DelegationFinding[] {
  const wanted = wantedOf(zone);
  const found = [
    ...compareDs(zone, wanted, views),
    ...compareNs(zone.origin, wanted, views),
    ...compareGlue(zone.origin, wanted, views),
    ...silentOnes(views),
  ];
  return found.sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
}

const WEIGHTS = ["danger", "wrong", "note"];

function compareDs(zone: Zone, wanted: WantedDelegation, views: readonly ParentView[]): DelegationFinding[] {
  const name = printName(zone.origin);
  const keys = zone.records.filter(
    ({ type, owner }) => type === DNSKEY.code && keyOf(owner) === keyOf(zone.origin),
  );
  const findings: DelegationFinding[] = [];
  const published = distinct(
    views.flatMap((view) => dsIn(view).map((ds) => ({ ds, view }))),
    ({ ds }) => ds.rdata,
  );
  const strange = published.filter(({ ds }) => !keys.some((key) => fitsKey(ds, key)));
  for (const { ds } of strange) {
    const isAlone = strange.length === published.length;
    const what = codecOf(ds.type).print(ds.rdata);
    findings.push({
      weight: isAlone ? "danger" : "note",
      message: isAlone
        ? `The parent has the DS "${what}" and ${name} has no key that fits it: validating resolvers answer SERVFAIL for all of it`
        : `The parent has the DS "${what}", which fits no key of ${name}; another one does`,
      mend: `Have the registrar remove it; resolvers forget it ${ds.ttl} seconds after the parent did.`,
    });
  }
  const fitting = published.filter((each) => !strange.includes(each));
  if (keys.length > 0 && published.length === 0 && views.some(isHeard)) {
    findings.push({
      weight: "note",
      message: `${name} has keys and the parent has no DS: nobody validates it`,
      mend: `Give the registrar: ${wanted.ds.map(printRecord).join("; ")}.`,
    });
  }
  if (fitting.length > 0 && views.filter(isHeard).some((view) => dsIn(view).length === 0)) {
    findings.push({
      weight: "wrong",
      message: `Some of the parent's servers have the DS of ${name} and others do not`,
      mend: "Wait until the parent's servers agree, then look again.",
    });
  }
  return findings;
}

function compareNs(
  origin: Name,
  { ns, glue }: WantedDelegation,
  views: readonly ParentView[],
): DelegationFinding[] {
  const name = printName(origin);
  const heard = views.filter(isHeard);
  const without = heard.filter(({ says }) => says.kind === "not-delegated");
  if (without.length > 0) {
    const all = without.length === heard.length;
    return [
      {
        weight: "danger",
        message: all
          ? `${name} is not delegated: nobody finds it`
          : `${without.length} of ${heard.length} servers of the parent do not delegate ${name}`,
        mend: `Give the registrar ${instructions(ns, glue)}.`,
      },
    ];
  }
  const differing = distinct(
    heard.flatMap((view) => (view.says.kind === "delegated" ? [{ view, ns: view.says.ns }] : [])),
    (each) => each.ns.map(keyOf).sort().join(),
  );
  return differing.flatMap(({ view, ns: theirs }) => {
    const missing = ns.filter((one) => !theirs.some((other) => keyOf(other) === keyOf(one)));
    const extra = theirs.filter((one) => !ns.some((other) => keyOf(other) === keyOf(one)));
    if (missing.length === 0 && extra.length === 0) return [];
    const parts = [
      ...(missing.length === 0 ? [] : [`lacks ${missing.map(printName).join(", ")}`]),
      ...(extra.length === 0 ? [] : [`has ${extra.map(printName).join(", ")}, which the zone does not name`]),
    ];
    return [
      {
        // With none of ours at the parent, the world asks somebody else.
        weight: missing.length === ns.length ? ("danger" as const) : ("wrong" as const),
        message: `The parent's NS set of ${name} ${parts.join(" and ")} (${view.server.name})`,
        mend: `Give the registrar ${instructions(ns, glue)}.`,
      },
    ];
  });
}

function compareGlue(
  origin: Name,
  wanted: WantedDelegation,
  views: readonly ParentView[],
): DelegationFinding[] {
  const findings: DelegationFinding[] = [];
  const inside = wanted.ns.filter((name) => isAtOrBelow(keyOf(name), keyOf(origin)));
  for (const name of inside) {
    const ours = addressesIn(wanted.glue, name).map(print).sort();
    const seen = distinct(
      views.flatMap((view) =>
        view.says.kind === "delegated" && view.says.ns.some((one) => keyOf(one) === keyOf(name))
          ? [{ view, addresses: addressesIn(view.says.glue, name).map(print).sort() }]
          : [],
      ),
      ({ addresses }) => addresses.join(),
    );
    for (const { view, addresses } of seen) {
      const stale = addresses.filter((address) => !ours.includes(address));
      const missing = ours.filter((address) => !addresses.includes(address));
      if (stale.length === 0 && missing.length === 0) continue;
      findings.push({
        weight: addresses.length === 0 || stale.length === addresses.length ? "danger" : "wrong",
        message: `The parent's glue for ${printName(name)} is ${addresses.join(", ") || "missing"}; the zone has ${ours.join(", ")} (${view.server.name})`,
        mend: `Have the registrar set the host record of ${printName(name)} to ${ours.join(", ")}.`,
      });
    }
  }
  return findings;
}

function silentOnes(views: readonly ParentView[]): DelegationFinding[] {
  const silent = views.flatMap(({ server, says }) =>
    says.kind === "silent" ? [`${server.name} (${server.address}): ${says.reason}`] : [],
  );
  if (views.length === 0 || silent.length === 0) return [];
  return [
    {
      weight: silent.length === views.length ? "danger" : "note",
      message: `${silent.length} of ${views.length} servers of the parent did not answer: ${silent.slice(0, MOST_NAMED).join("; ")}`,
      mend: "Ask again; if it stays so, it is the parent's to mend.",
    },
  ];
}

const MOST_NAMED = 3;

/** What to type at the registrar. */
function instructions(ns: readonly Name[], glue: readonly ZoneRecord[]): string {
  const hosts = glue.map((record) => `${printName(record.owner)} ${print(record)}`);
  const names = `the nameservers ${ns.map(printName).join(", ")}`;
  return hosts.length === 0 ? names : `${names}, and the host records ${hosts.join(", ")}`;
}

function dsIn({ says }: ParentView): readonly ZoneRecord[] {
  return says.kind === "delegated" || says.kind === "serves-both" ? says.ds : [];
}

function isHeard({ says }: ParentView): boolean {
  return says.kind !== "silent";
}

function print({ type, rdata }: ZoneRecord): string {
  return codecOf(type).print(rdata);
}

/** The first of those that are the same by a key. */
function distinct<Item>(items: readonly Item[], keyFor: (item: Item) => string): Item[] {
  return [...new Map(items.toReversed().map((item) => [keyFor(item), item])).values()].reverse();
}
