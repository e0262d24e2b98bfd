import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { checkDelegation } from "../delegation/check-delegation.ts";
import type { Delegation } from "../delegation/delegation.ts";
import type { Way, ZoneServers } from "../delegation/find-parent.ts";
import type { Watch, WatchFinding, WatchGap } from "../report/watch.ts";
import type { Signing } from "./signing.ts";

const AT_ONCE = 10; // zones whose parents are asked at the same time

/** How every server of the parents delegates zones, beside what the zones say and with which keys they are signed. */
export async function watchParents(
  zones: readonly { readonly zone: Zone; readonly signing: Signing }[],
  start: ZoneServers,
  way: Way,
): Promise<Pick<Watch, "findings" | "gaps">> {
  const findings: WatchFinding[] = [];
  const gaps: WatchGap[] = [];
  for (let from = 0; from < zones.length; from += AT_ONCE) {
    const some = zones.slice(from, from + AT_ONCE);
    const delegations = await Promise.all(
      some.map(({ zone, signing }) => checkDelegation(withKeys(zone, signing), start, way)),
    );
    for (const [index, delegation] of delegations.entries()) {
      const { keys } = some[index]!.signing;
      findings.push(...findingsOf(delegation, keys !== undefined));
      gaps.push(...gapsOf(delegation, keys !== undefined));
    }
  }
  return { findings, gaps };
}

/** The keys that are answered are the zone's as well as those that are written in it. */
function withKeys<Z extends Zone>(zone: Z, { keys = [] }: Signing): Zone {
  const known = new Set(zone.records.map(({ type, rdata }) => `${type} ${rdata}`));
  const more = keys.filter(({ type, rdata }) => !known.has(`${type} ${rdata}`));
  return { ...zone, records: [...zone.records, ...more] };
}

function findingsOf(delegation: Delegation, isKeysKnown: boolean): WatchFinding[] {
  if (isUnheard(delegation)) return [];
  return delegation.findings.flatMap(({ weight, about, message, mend }): WatchFinding[] => {
    if (weight === "note" || (isAboutDs(about) && !isKeysKnown)) return [];
    return [
      {
        part: "parents",
        zone: delegation.zone,
        about,
        weight: weight === "danger" ? "alarm" : "warning",
        message,
        mend,
      },
    ];
  });
}

/** Nobody at the parent said anything: that may be the network's fault here as well as theirs. */
function isUnheard({ parent, views }: Delegation): boolean {
  return parent === undefined || views.every(({ says }) => says.kind === "silent");
}

function gapsOf(delegation: Delegation, isKeysKnown: boolean): WatchGap[] {
  const { zone, findings, views, lost = [] } = delegation;
  const gap = (reason: string): WatchGap => ({ part: "parents", zones: [zone], kind: "failed", reason });
  if (isUnheard(delegation)) {
    const [first] = findings.filter(({ about }) => about === "parent" || about === "silent");
    return [gap(first?.message ?? "this machine has no route to any server of the parent")];
  }
  const silent = findings.filter(({ about }) => about === "silent").map(({ message }) => gap(message));
  const unknown =
    lost.length === 0
      ? []
      : [gap(`no address is known of ${lost.map(printName).join(", ")}, a server of the parent`)];
  const isDsUnknown = !isKeysKnown && views.some(({ says }) => "ds" in says && says.ds.length > 0);
  const keys = isDsUnknown ? [gap("the parent has a DS, and no nameserver told the keys of the zone")] : [];
  return [...silent, ...unknown, ...keys];
}

function isAboutDs(about: string): boolean {
  return about.startsWith("ds");
}
