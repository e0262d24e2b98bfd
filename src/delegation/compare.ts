import { dsOf } from "../../dns/key-digest.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { NS } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { keysAtApex } from "../dnssec/keys-at-apex.ts";
import { compareDs } from "./compare-ds.ts";
import type { DelegationFinding, ParentView, WantedDelegation } from "./delegation.ts";
import { addressesIn } from "./find-parent.ts";
import { whoSays } from "./who-says.ts";

/** What a zone wants of its parent. */
export function wantedOf(zone: Zone): WantedDelegation {
  const { origin, records } = zone;
  const atApex = (type: number) =>
    records.filter((record) => record.type === type && keyOf(record.owner) === keyOf(origin));
  const ns = atApex(NS).map(({ rdata }) => rdata as Name); // rdata of NS is a name
  const inside = ns.filter((name) => isAtOrBelow(keyOf(name), keyOf(origin)));
  return {
    ns,
    glue: inside.flatMap((name) => addressesIn(records, name)),
    ds: dsOf(origin, keysAtApex(zone)),
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

function compareNs(
  origin: Name,
  { ns, glue }: WantedDelegation,
  views: readonly ParentView[],
): DelegationFinding[] {
  const name = printName(origin);
  const heard = views.filter(({ says }) => says.kind !== "silent");
  const without = heard.filter(({ says }) => says.kind === "not-delegated");
  if (without.length > 0) {
    return [
      {
        weight: "danger",
        about: "not-delegated",
        message:
          without.length === heard.length
            ? `${name} is not delegated: nobody finds it`
            : `Some servers of the parent do not delegate ${name}: ${whoSays(without, heard)}`,
        mend: `Give the registrar ${instructions(ns, glue)}.`,
      },
    ];
  }
  const delegating = views.filter(({ says }) => says.kind === "delegated");
  const bySet = Map.groupBy(delegating, (view) => nsIn(view).map(keyOf).sort().join());
  return [...bySet.values()].flatMap((those): DelegationFinding[] => {
    const theirs = nsIn(those[0]!);
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
        weight: missing.length === ns.length ? "danger" : "wrong",
        about: `ns ${theirs.map(printName).sort().join(" ")}`,
        message: `The parent's NS set of ${name} ${parts.join(" and ")} (${whoSays(those, delegating)})`,
        mend: `Give the registrar ${instructions(ns, glue)}.`,
      },
    ];
  });
}

function nsIn({ says }: ParentView): readonly Name[] {
  return says.kind === "delegated" ? says.ns : [];
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
    const naming = views.filter((view) => nsIn(view).some((one) => keyOf(one) === keyOf(name)));
    const bySet = Map.groupBy(naming, ({ says }) =>
      (says.kind === "delegated" ? addressesIn(says.glue, name) : []).map(print).sort().join(", "),
    );
    for (const [said, those] of bySet) {
      const addresses = said === "" ? [] : said.split(", ");
      const stale = addresses.filter((address) => !ours.includes(address));
      const missing = ours.filter((address) => !addresses.includes(address));
      if (stale.length === 0 && missing.length === 0) continue;
      findings.push({
        weight: addresses.length === 0 || stale.length === addresses.length ? "danger" : "wrong",
        about: `glue ${printName(name)} ${said}`,
        message: `The parent's glue for ${printName(name)} is ${said || "missing"}; the zone has ${ours.join(", ")} (${whoSays(those, naming)})`,
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
      about: "silent",
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

function print({ type, rdata }: ZoneRecord): string {
  return codecOf(type).print(rdata);
}
