import { keyOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { NS } from "../../dns/type-numbers.ts";
import type { Nameserver } from "../verify/types.ts";
import {
  addressesIn,
  nameserverAt,
  nameserversIn,
  resolveAddresses,
  type Way,
  type ZoneServers,
} from "./find-parent.ts";

/** All servers of a zone, and those whose addresses nobody knows. */
export interface EveryServer {
  readonly servers: readonly Nameserver[];
  readonly lost: readonly Name[];
}

const TIMEOUT = 2_000; // milliseconds for one answer
const TRIES = 2; // a single lost packet is no silence
const MOST_ASKED = 3; // servers that are asked for the names of all

/**
 * Every server of a zone of which some are known: a referral brings as much glue as fits into a packet, and where it
 * brings any, nobody needs the others to find the way. The zone's own NS records name all of them.
 */
export async function everyServer({ zone, servers }: ZoneServers, way: Way): Promise<EveryServer> {
  if (zone === ROOT) return { servers, lost: [] };
  for (const server of servers.slice(0, MOST_ASKED)) {
    const [reply] = await way.asker.ask(server, "udp", [{ name: zone, type: NS }], {
      timeout: TIMEOUT,
      tries: TRIES,
    });
    if (reply!.outcome !== "reply") continue;
    const names = nameserversIn(reply!.answer, zone);
    if (names.length === 0) continue;
    const missing = names.filter(
      (name) => !servers.some((known) => known.name.toLowerCase() === printName(keyOf(name))),
    );
    const glue = missing.flatMap((name) => addressesIn(reply!.additional, name));
    const bare = missing.filter((name) => addressesIn(glue, name).length === 0);
    const resolved = await resolveAddresses(bare, way);
    return {
      servers: [...servers, ...[...glue, ...resolved].map((record) => nameserverAt(record, way))],
      lost: bare.filter((name) => addressesIn(resolved, name).length === 0),
    };
  }
  return { servers, lost: [] };
}
