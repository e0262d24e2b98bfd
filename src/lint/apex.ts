import { printName } from "../../dns/name.ts";
import type { Find, Rule } from "./rule.ts";
import { NS, SOA } from "./types.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const SOA_MISSING: Rule = {
  id: "soa-missing",
  severity: "error",
  source: "RFC 1035 §5.2",
  about: "The zone has no SOA at its apex",
  firm: true,
  absence: true,
};

const SOA_MULTIPLE: Rule = {
  id: "soa-multiple",
  severity: "error",
  source: "RFC 1035 §5.2",
  about: "The zone has more than one SOA, or one below its apex",
  firm: true,
};

const APEX_NS_MISSING: Rule = {
  id: "apex-ns-missing",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "The zone has no NS at its apex",
  firm: true,
  absence: true,
};

/** The rules about the apex. */
export const APEX_RULES: readonly Rule[] = [SOA_MISSING, SOA_MULTIPLE, APEX_NS_MISSING];

/** What every zone has at its apex. */
export function checkApex({ zone, apex, nodes }: ZoneIndex, find: Find): void {
  const node = nodes.get(apex);
  const name = printName(zone.origin);
  const [first, ...others] = recordsAt(node, SOA);
  if (first === undefined) {
    find(SOA_MISSING, zone.at, `The zone ${name} has no SOA record`, "Add one SOA record at its apex.");
  }
  for (const other of others) {
    const help = "Keep the first one.";
    find(SOA_MULTIPLE, other.at, `The zone ${name} has a second SOA record`, help, other);
  }
  for (const below of nodes.values()) {
    if (below === node) continue;
    for (const record of recordsAt(below, SOA)) {
      const message = `${printName(record.owner)} has an SOA record, but the zone is ${name}`;
      find(SOA_MULTIPLE, record.at, message, "An SOA stands at the apex only: remove it.", record);
    }
  }
  if (recordsAt(node, NS).length === 0) {
    find(
      APEX_NS_MISSING,
      zone.at,
      `The zone ${name} has no NS record at its apex`,
      "List its nameservers under `nameservers:` in _config.yaml, or add an NS record under ''.",
    );
  }
}
