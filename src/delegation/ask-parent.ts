import { NOERROR, NXDOMAIN, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { DS, NS } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Answer, Asker } from "../verify/types.ts";
import type { ParentView } from "./delegation.ts";
import { addressesIn, referredTo, type ZoneServers } from "./find-parent.ts";

const TIMEOUT = 2_000; // milliseconds for one answer
const TRIES = 2; // a single lost packet is no silence

/** Asks every server of the parent for the delegation of a zone. One that this machine has no route to is left out. */
export async function askParent(
  zone: Name,
  { zone: parent, servers }: ZoneServers,
  asker: Asker,
): Promise<ParentView[]> {
  const views = await Promise.all(
    servers.map(async (server): Promise<ParentView[]> => {
      if ((await asker.noRoute(server.address)) !== undefined) return [];
      const questions = [
        { name: zone, type: NS },
        { name: zone, type: DS },
      ];
      const [ns, ds] = await asker.ask(server, "udp", questions, { timeout: TIMEOUT, tries: TRIES });
      return [{ server, says: sayingOf(zone, parent, ns!, ds!) }];
    }),
  );
  return views.flat();
}

function sayingOf(zone: Name, parent: Name, ns: Answer, ds: Answer): ParentView["says"] {
  if (ns.outcome !== "reply") return { kind: "silent", reason: ns.reason };
  if (ds.outcome !== "reply") return { kind: "silent", reason: ds.reason };
  if (ns.rcode !== NOERROR && ns.rcode !== NXDOMAIN) {
    return { kind: "silent", reason: `it answers ${rcodeName(ns.rcode)}` };
  }
  const signers = recordsAt(ds.answer, zone, DS);
  if (referredTo(ns, zone, parent) !== undefined) {
    const targets = recordsAt(ns.authority, zone, NS).map(({ rdata }) => rdata as Name); // rdata of NS is a name
    const glue = targets.flatMap((name) => addressesIn(ns.additional, name));
    return { kind: "delegated", ns: targets, glue, ds: signers };
  }
  const isOwn = ns.aa && recordsAt(ns.answer, zone, NS).length > 0;
  return isOwn ? { kind: "serves-both", ds: signers } : { kind: "not-delegated" };
}

function recordsAt(records: readonly ZoneRecord[], owner: Name, type: number): ZoneRecord[] {
  return records.filter((record) => record.type === type && keyOf(record.owner) === keyOf(owner));
}
