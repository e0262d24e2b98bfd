import { fitsKey } from "../../dns/key-digest.ts";
import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { keysAtApex } from "../dnssec/keys-at-apex.ts";
import type { DelegationFinding, ParentView, WantedDelegation } from "./delegation.ts";
import { whoSays } from "./who-says.ts";

/**
 * Compares the DS at each of the parent's servers with the keys of the zone. Where one of them has DS and none that fits,
 * whoever validates by its answer gets SERVFAIL for all of the zone (RFC 4035 §5.2).
 */
export function compareDs(
  zone: Zone,
  wanted: WantedDelegation,
  views: readonly ParentView[],
): DelegationFinding[] {
  const name = printName(zone.origin);
  const keys = keysAtApex(zone);
  const fits = (ds: ZoneRecord) => keys.some((key) => fitsKey(ds, key));
  const heard = views.filter(({ says }) => says.kind !== "silent");
  const having = heard.filter((view) => dsIn(view).length > 0);
  const findings: DelegationFinding[] = [];
  for (const ds of distinct(having.flatMap(dsIn)).filter((one) => !fits(one))) {
    const those = having.filter((view) => dsIn(view).some(({ rdata }) => rdata === ds.rdata));
    const bogus = those.filter((view) => !dsIn(view).some(fits));
    const what = codecOf(ds.type).print(ds.rdata);
    const where = bogus.length === heard.length ? "" : ` (${whoSays(bogus, heard)})`;
    findings.push({
      weight: bogus.length > 0 ? "danger" : "note",
      about: `ds ${what}`,
      message:
        bogus.length > 0
          ? `The parent has the DS "${what}" and ${name} has no key that fits it: validating resolvers answer SERVFAIL for all of it${where}`
          : `The parent has the DS "${what}", which fits no key of ${name}; another one does`,
      mend: `Have the registrar remove it; resolvers forget it ${ds.ttl} seconds after the parent did.`,
    });
  }
  if (keys.length > 0 && having.length === 0 && heard.length > 0) {
    findings.push({
      weight: "note",
      about: "no-ds",
      message: `${name} has keys and the parent has no DS: nobody validates it`,
      mend: `Give the registrar: ${wanted.ds.map(printRecord).join("; ")}.`,
    });
  }
  if (having.some((view) => dsIn(view).some(fits)) && having.length < heard.length) {
    const without = heard.filter((view) => !having.includes(view));
    findings.push({
      weight: "wrong",
      about: "ds-here-and-there",
      message: `Some of the parent's servers do not have the DS of ${name}: ${whoSays(without, heard)}`,
      mend: "Wait until the parent's servers agree, then look again.",
    });
  }
  return findings;
}

function dsIn({ says }: ParentView): readonly ZoneRecord[] {
  return says.kind === "delegated" || says.kind === "serves-both" ? says.ds : [];
}

/** One of each. */
function distinct(records: readonly ZoneRecord[]): ZoneRecord[] {
  return [...new Map(records.toReversed().map((record) => [record.rdata, record])).values()].reverse();
}
